/** Scenes of one day, in the order of the service's list. */
export interface Launch {
  /** How many pictures a scene of these needs: one, or two for a dual one. */
  readonly kind: "single" | "dual";
  /** Absent where the change log does not name the scenes. */
  readonly launchedOn?: string;
  /** The log counts the scenes of the day without naming these; their place in the list fits. INF */
  readonly isDerived?: true;
  /** Separated by spaces. */
  readonly names: string;
}

/** The service's list of scenes. @source DOC 2026-09-20 (219 scenes, after the withdrawal of 2026-09-15); launches LOG 2026-09 */
export const LAUNCHES: readonly Launch[] = [
  { kind: "dual", launchedOn: "2026-05-08", names: "pet_skateboard daily_ootd" },
  { kind: "dual", launchedOn: "2026-04-08", names: "toss_run switch_to_silk studio_look" },
  { kind: "dual", launchedOn: "2026-03-18", names: "french_elegance finger_swipe smooth_transition" },
  { kind: "dual", launchedOn: "2025-12-18", isDerived: true, names: "kiss_pro" },
  { kind: "dual", launchedOn: "2026-02-11", names: "snow_night_kiss eternal_kiss" },
  { kind: "dual", launchedOn: "2025-12-18", names: "cheers_2026" },
  { kind: "dual", launchedOn: "2025-12-18", isDerived: true, names: "fight_pro hug_pro heart_gesture_pro" },
  {
    kind: "single",
    launchedOn: "2026-09-04",
    names:
      "net_the_fish birthday_board summer_fireworks blow_blaze champagne_birthday pet_working_daily pet_roll_window pet_crash_earth",
  },
  { kind: "single", launchedOn: "2026-08-21", names: "makeup_style hair_dressup barbie_transform" },
  { kind: "single", launchedOn: "2026-08-03", names: "critter_paste wiggle_faces_pets paw_headbang" },
  {
    kind: "single",
    launchedOn: "2026-07-24",
    names: "food_splash dj_pet pet_diving disco_paws pet_fitness j_var_live pet_burst idol_live",
  },
  { kind: "single", names: "beast_striker" },
  { kind: "single", launchedOn: "2026-07-03", names: "african_sway jealousy_sway chubby_fish shrug_dance" },
  { kind: "single", launchedOn: "2026-06-25", names: "soccer_star" },
  {
    kind: "single",
    launchedOn: "2026-06-18",
    names: "bra_hot_dance arg_hot_dance fra_hot_dance bra_goal arg_goal por_goal victory_slide samba_fever",
  },
  { kind: "single", launchedOn: "2026-06-12", names: "bicycle_kick football_dance_2 red_card_sent_off" },
  { kind: "single", launchedOn: "2026-06-05", names: "football_dance magic_world_vlog" },
  { kind: "single", launchedOn: "2026-08-10", names: "magic_world_vlog_9_16" },
  { kind: "single", launchedOn: "2026-06-05", names: "air_dunk whirling_beverage_9_16" },
  { kind: "single", launchedOn: "2026-05-20", names: "tennis_trend tennis_trend_9_16" },
  { kind: "single", launchedOn: "2026-05-15", names: "football_live_9_16 whirling_beverage" },
  { kind: "single", launchedOn: "2026-05-14", names: "f1_live football_live" },
  { kind: "single", launchedOn: "2026-05-13", names: "spielberg_transition korean_baseball_9_16" },
  { kind: "single", launchedOn: "2026-05-11", names: "korean_baseball" },
  {
    kind: "single",
    launchedOn: "2026-04-24",
    names: "tiny_beast_printer landmark_reveal winter_charm flash_ride",
  },
  {
    kind: "single",
    launchedOn: "2026-04-24",
    isDerived: true,
    names: "maestro_of_magic magic_carpet_ride good_luck_spirit",
  },
  { kind: "single", launchedOn: "2026-04-24", names: "shooting_star" },
  { kind: "single", launchedOn: "2026-04-24", isDerived: true, names: "sparkler_wand" },
  { kind: "single", launchedOn: "2026-04-24", names: "sovereign_scepter" },
  { kind: "single", launchedOn: "2026-04-24", isDerived: true, names: "dirt_rush" },
  { kind: "single", launchedOn: "2026-04-24", names: "return_of_the_king" },
  { kind: "single", launchedOn: "2026-04-24", isDerived: true, names: "dance_with_dragon" },
  {
    kind: "single",
    launchedOn: "2026-04-24",
    names: "minimalist_light martial_meow sassy_shake knock_at_a_door_revenge",
  },
  {
    kind: "single",
    launchedOn: "2026-04-08",
    names: "palm_sized_figure_pro prank_box perler_beads spring_bloom",
  },
  {
    kind: "single",
    launchedOn: "2026-04-08",
    isDerived: true,
    names:
      "get_rich_quick make_it_rain twist_shake the_hip_sway send_my_love funky_martian wealth_drive the_high_kick the_exercise",
  },
  { kind: "single", launchedOn: "2026-04-08", names: "lucky_veggie" },
  { kind: "single", launchedOn: "2026-03-18", names: "flash_drive shush_my_dreams advent_of_flora" },
  { kind: "single", launchedOn: "2026-02-27", names: "raid_check" },
  {
    kind: "single",
    launchedOn: "2026-02-11",
    names:
      "fortune_in_motion chinese_trend sedan_chair_dance skyfall good_luck_dance laicai_dance yangge_dance",
  },
  { kind: "single", launchedOn: "2026-02-04", names: "color_mixing lantern_festival_cuju unique_firework" },
  {
    kind: "single",
    launchedOn: "2026-02-04",
    isDerived: true,
    names: "unique_spring_couplets horse_mask fortune_knocks_cartoon",
  },
  { kind: "single", launchedOn: "2026-02-04", names: "tangyuan_to_animal" },
  { kind: "single", launchedOn: "2026-02-03", names: "hot_feet_dance swag_dance pigeon_dance" },
  { kind: "single", launchedOn: "2026-02-03", isDerived: true, names: "bloodline_dance" },
  { kind: "single", launchedOn: "2026-02-03", names: "chanel_dance" },
  {
    kind: "single",
    launchedOn: "2026-02-03",
    isDerived: true,
    names: "cute_dance love_theme_song pumpitup_dance",
  },
  { kind: "single", launchedOn: "2026-02-03", names: "city_to_village" },
  { kind: "single", launchedOn: "2026-01-27", isDerived: true, names: "fortune_god_transform" },
  {
    kind: "single",
    launchedOn: "2026-01-27",
    names: "new_year_feast ring_in_new horse_year_firework crystal_horse",
  },
  { kind: "single", launchedOn: "2026-01-16", names: "drunk_dance" },
  { kind: "single", launchedOn: "2026-01-16", isDerived: true, names: "drunk_dance_pet" },
  { kind: "single", launchedOn: "2026-01-16", names: "daoma_dance" },
  {
    kind: "single",
    launchedOn: "2026-01-16",
    isDerived: true,
    names: "bouncy_dance smooth_sailing_dance new_year_greeting",
  },
  { kind: "single", launchedOn: "2026-01-16", names: "lion_dance" },
  {
    kind: "single",
    launchedOn: "2026-01-16",
    isDerived: true,
    names: "prosperity great_success golden_horse_fortune red_packet_box lucky_horse_year lucky_red_packet",
  },
  { kind: "single", launchedOn: "2026-01-16", names: "lucky_money_come" },
  {
    kind: "single",
    launchedOn: "2026-01-16",
    isDerived: true,
    names:
      "lion_dance_pet dumpling_making_pet fish_making_pet pet_red_packet lantern_glow expression_challenge overdrive heart_gesture_dance poping martial_arts running nezha motorcycle_dance subject_3_dance ghost_step_dance",
  },
  { kind: "single", launchedOn: "2026-01-16", names: "phantom_jewel zoom_out" },
  { kind: "single", launchedOn: "2025-12-18", isDerived: true, names: "dollar_rain_pro pet_bee_pro" },
  { kind: "single", launchedOn: "2025-12-18", names: "countdown_teleport santa_random_surprise" },
  {
    kind: "single",
    launchedOn: "2025-12-18",
    isDerived: true,
    names: "magic_match_tree bullet_time_360 happy_birthday",
  },
  { kind: "single", launchedOn: "2025-12-18", names: "birthday_star" },
  {
    kind: "single",
    launchedOn: "2025-12-18",
    isDerived: true,
    names: "thumbs_up_pro tiger_hug_pro pet_lion_pro",
  },
  {
    kind: "single",
    names:
      "surprise_bouquet bouquet_drop glamour_photo_shoot box_of_joy first_toast_of_the_year my_santa_pic",
  },
  { kind: "single", launchedOn: "2025-12-11", names: "santa_gift" },
  {
    kind: "single",
    names:
      "steampunk_christmas snowglobe christmas_photo_shoot ornament_crash santa_express instant_christmas coronation_of_frost building_sweater spark_in_the_snow",
  },
  { kind: "single", launchedOn: "2025-12-11", names: "scarlet_and_snow" },
  { kind: "single", names: "bullet_time_lite" },
  { kind: "single", launchedOn: "2025-11-25", names: "jumping_ginger_joy" },
  {
    kind: "single",
    names: "pure_white_wings black_wings golden_wing pink_pink_wings venomous_spider throne_of_king",
  },
  { kind: "single", launchedOn: "2025-11-19", names: "luminous_elf" },
  { kind: "single", names: "woodland_elf" },
  { kind: "single", launchedOn: "2025-11-19", names: "guardian_spirit" },
  { kind: "single", names: "swish_swish" },
  { kind: "single", launchedOn: "2025-11-19", names: "snowboarding" },
  { kind: "single", names: "witch_transform vampire_transform" },
  { kind: "single", launchedOn: "2025-10-27", names: "pumpkin_head_transform" },
  { kind: "single", names: "demon_transform mummy_transform zombie_transform cute_pumpkin_transform" },
  { kind: "single", launchedOn: "2025-10-27", names: "halloween_escape" },
  {
    kind: "single",
    names: "pet_moto_rider running_man 3d_cartoon_2 pet_dance swing_swing day_to_night surfsurf skateskate",
  },
];

/** Not in the list for mainland China, which has the other 206. @source DOC 2026-10 */
export const NOT_IN_CHINA: readonly string[] = [
  "net_the_fish",
  "birthday_board",
  "summer_fireworks",
  "blow_blaze",
  "champagne_birthday",
  "barbie_transform",
  "food_splash",
  "j_var_live",
  "pet_burst",
  "idol_live",
  "beast_striker",
  "chubby_fish",
  "skyfall",
];

/** Day on which the prices of some scenes changed; the amounts are not known. @source LOG 2026-09 */
export const PRICES_CHANGED_ON = "2026-09-10";
export const PRICES_CHANGED: readonly string[] = [
  "throne_of_king",
  "guardian_spirit",
  "pet_moto_rider",
  "running_man",
  "3d_cartoon_2",
  "pet_dance",
  "swing_swing",
  "day_to_night",
  "surfsurf",
  "skateskate",
];

/** Units that a reseller's tiers suggest, where they are not the usual ones. INF */
export const UNITS_BY_TIER: Readonly<Record<string, number>> = { happy_birthday: 4, santa_gift: 1.7 };

/** What else is known of a scene. @source LOG 2026-09 */
export const NOTES: Readonly<Record<string, string>> = {
  korean_baseball: "takes pictures of animals, too",
  magic_match_tree: "announced as withdrawn on 2026-07-03, and still listed",
};
