/** Names of older lists that the current one lacks, separated by spaces. @source DOC 2026-09-20, DOC-OLD */
export const WITHDRAWN_NAMES: readonly string[] = /* @__PURE__ */ [
  "3d_cartoon_1 3d_cartoon_1_pro a_list_look american_comics angel_wing anime_figure balloon_parade",
  "baseball bloombloom boss_coming boyfriend brown_bear_hug building_collapse bullet_time c4d_cartoon",
  "c4d_cartoon_pro car_explosion celebration construction_worker cozy_toon_wrap cry_cry",
  "cute_ghost_transform dark_wing disappear dishwasher dizzydizzy dollar_rain double_gun eagle_snatch",
  "emoji expansion fairy_wing feed_mooncake felt_felt fight firework firework_2026 fly_fly flyer",
  "fuzzyfuzzy gallery_ring girlfriend guess_what gun_shot heart_gesture heart_gesture_1",
  "horse_year_dance hug hug_from_past inner_voice instant_film instant_kid japanese_anime_1 jazz_jazz",
  "jelly_jiggle jelly_press jelly_slice jelly_squish jesus_hug jumpdrop kiss knock_knock_halloween",
  "lateral_shift_transition let's_ride lie_flat lightning_power long_hair magic_broom magic_cloak",
  "magic_fireball marry_me media_interview memory_alive muscle_pet mushroom mythic_style",
  "office_escape_plow palm_sized_figure particle_santa_surround pet_bee pet_chef pet_chinese_opera",
  "pet_delivery pet_lion pet_vlogger pet_warrior pet_wizard piggy_morph pixelpixel plushcut",
  "polar_bear_hug pucker_up puff_cheeks rampage_ape rocketrocket santa_gifts santa_hug shark_alert",
  "siblings ski_ski smoke_smoke snatched splashsplash squeeze_scream squish steampunk thumbs_up",
  "tiger_hug trampoline trampoline_night watermelon_bomb wig_out wool_curly yearbook",
].flatMap((line) => line.split(" "));

/** Days on which the log took names out. @source LOG 2026-09 */
const WITHDRAWN_ON: readonly (readonly [string, readonly string[]])[] = [
  ["2025-12-30", ["celebration", "c4d_cartoon"]],
  ["2026-01-30", ["kiss", "fight", "hug", "thumbs_up", "tiger_hug", "pet_lion", "3d_cartoon_1"]],
];

/** The announcement that withdrew 119 scenes without naming them. INF for each of them */
export const MASS_WITHDRAWAL_ON = "2026-09-15";

/** The day of the log; undefined where the log does not name the scene. */
export const withdrawnOn = (name: string): string | undefined =>
  WITHDRAWN_ON.find(([, names]) => names.includes(name))?.[0];
