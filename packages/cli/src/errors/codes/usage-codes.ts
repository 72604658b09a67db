import type { ErrorCodeRow } from "./error-code-row.ts";

const row = (meaning: string, next: string): ErrorCodeRow => ({ meaning, charged: "no", next });

const HELP = "Use a value that the message lists, or see `--help` of the command.";

/** The command line itself is wrong. Exit code 2; nothing was read, sent or spent. */
export const USAGE_CODES = {
  approval_too_small: row(
    "The approval would cover less than the plan costs.",
    "Raise the maximum of units or requests; accept an unknown price with `--max-units any`.",
  ),
  audio_not_found: row("The audio file does not exist.", "Check the path, or give an http(s) URL."),
  batch_not_found: row(
    "The store has no such batch, or no jobs at all.",
    "Name a batch by its ID, its purpose, or its batch or plan file; --store names another store.",
  ),
  body_error: row(
    "The file of --body is not a JSON object.",
    "Correct the file: it holds the fields of one request.",
  ),
  conflicting_audio: row("Several sources of audio were given.", "Give one of them."),
  conflicting_flags: row(
    "Two options exclude each other.",
    "Leave out one of the options that the message names.",
  ),
  conflicting_input: row("Two inputs exclude each other.", "Give one of the inputs that the message names."),
  conflicting_video_flags: row(
    "The video options exclude each other.",
    "Give either --ref-video or --base-video.",
  ),
  faults_error: row(
    "The fault rules for the emulator are not valid.",
    "Correct the file; `kling emulator --help` has an example.",
  ),
  file_exists: row(
    "The output file exists, and is another one than the command writes.",
    "Name another file, or pass --force.",
  ),
  frame_not_found: row(
    "The file of a frame of `kling video create` does not exist.",
    "Check the path, or give an http(s) URL.",
  ),
  frame_read_error: row(
    "The file of a frame cannot be read, or is not of an accepted format.",
    "Check the file and its permissions.",
  ),
  image_not_found: row(
    "An input file does not exist, such as the frame of `kling video create-from-image`.",
    "Check the path, or give an http(s) URL.",
  ),
  image_read_error: row(
    "An input file cannot be read, or is not of an accepted format.",
    "Check the file and its permissions.",
  ),
  incompatible_camera_control: row(
    "The model or the request does not take a camera control.",
    "Leave the camera control out, or use another model.",
  ),
  incompatible_last_frame: row(
    "The model or the request does not take a last frame.",
    "Leave the last frame out, or use another model.",
  ),
  incompatible_motion_brush: row(
    "The model or the request does not take motion masks.",
    "Leave the masks out, or use another model.",
  ),
  incompatible_sound: row(
    "The model or the request does not take audio.",
    "Leave the audio option out, or use another model.",
  ),
  incompatible_voice: row("A voice needs audio in the video.", "Add the option that turns audio on."),
  insecure_base_url: row(
    "The base URL is plain http and is not on this machine, so the key would be readable on the way.",
    "Use an https URL. For a private network, set KLING_ALLOW_HTTP=1.",
  ),
  invalid_approvals: row("The rule for approvals is not supported.", HELP),
  invalid_audio: row("The audio is not accepted.", HELP),
  invalid_base_url: row(
    "The base URL is not an address that requests can be sent to.",
    "Use an address such as https://api-singapore.klingai.com.",
  ),
  invalid_bgm: row("The prompt for background music is not accepted.", HELP),
  invalid_callback_url: row("The callback URL is not accepted.", HELP),
  invalid_camera_control: row("The camera control is not accepted.", HELP),
  invalid_capability: row("The kind of video does not exist.", HELP),
  invalid_cfg_scale: row("The guidance scale is not a number from 0 to 1.", HELP),
  invalid_days: row("The number of days is not accepted.", HELP),
  invalid_duration: row(
    "The duration is not accepted, or the model cannot make it.",
    "Use a duration that the message lists; `kling models` lists the durations of every model.",
  ),
  invalid_dynamic_mask: row("The motion mask is not accepted.", HELP),
  invalid_element: row("The ID of an element is not accepted.", "`kling element list` lists the elements."),
  invalid_event: row("The event does not exist, or the service sends no callback for it.", HELP),
  invalid_external_id: row(
    "The external ID is not accepted.",
    "Use at most 256 characters and none of , / \\ ? # %.",
  ),
  invalid_field: row("A field does not exist, or its value is not accepted.", HELP),
  invalid_format: row("The file format is not accepted here.", HELP),
  invalid_frame: row("The frame number is not accepted.", HELP),
  invalid_host: row("The host name is not accepted.", HELP),
  invalid_http: row(
    "The address for the MCP server is not accepted.",
    "Give a port or an address with a port, such as 127.0.0.1:8080.",
  ),
  invalid_image: row("An image is not accepted by the model or the operation.", HELP),
  invalid_index: row("The task has no result with this number.", "Results are counted from 0."),
  invalid_key: row("The setting does not exist.", "`kling config list` shows the settings."),
  invalid_kind: row("The kind of effect does not exist.", HELP),
  invalid_language: row("The language is not accepted.", HELP),
  invalid_limit: row("The limit is not accepted.", HELP),
  invalid_listen: row(
    "The address to listen at is not accepted.",
    "Give a port or an address with a port, such as 127.0.0.1:8790.",
  ),
  invalid_mode: row("The mode or resolution is not accepted.", HELP),
  invalid_model: row(
    "The model does not exist, or cannot do what was asked.",
    "`kling models` lists what every model can do.",
  ),
  invalid_notify: row("The rule for notifications is not supported.", HELP),
  invalid_orientation: row("The orientation is not accepted.", HELP),
  invalid_override: row("The override of an event is not accepted.", HELP),
  invalid_page: row("The page number is not accepted.", HELP),
  invalid_point: row("The point is not accepted.", "Write x,y from 0 to 1, such as 0.25,0.4."),
  invalid_point_axis: row("The direction of the y axis is not accepted.", HELP),
  invalid_product: row("The product of the resource pack does not exist.", HELP),
  invalid_profile: row(
    "The profile does not exist, or its name is not accepted.",
    "`kling config list` shows the settings.",
  ),
  invalid_prompt: row("The prompt is not accepted.", "Change the prompt as the message shows."),
  invalid_public_url: row(
    "The public URL is not accepted.",
    "Use an https address without a query, together with --listen.",
  ),
  invalid_ratio: row("The aspect ratio is not accepted, or the input decides it.", HELP),
  invalid_region: row("The region does not exist.", "Use global or cn."),
  invalid_service: row("The service does not exist.", HELP),
  invalid_shell: row("There is no completion script for this shell.", HELP),
  invalid_shot: row("A shot is not written as a length and a text.", 'Write it as in "3:a fox looks up".'),
  invalid_since: row(
    "The start of the time span is not accepted.",
    "Use a time such as 1h, a date in UTC, or the ID of an event.",
  ),
  invalid_sound: row("The prompt for sound effects is not accepted.", HELP),
  invalid_state: row("The state does not exist.", HELP),
  invalid_text: row("The text to speak is not accepted.", HELP),
  invalid_timeout: row("The timeout is not accepted.", "Give a number of seconds above 0."),
  invalid_topic: row(
    "There is no such topic, operation or error code.",
    "`kling spec --list` lists the topics.",
  ),
  invalid_type: row("The type of task does not exist.", HELP),
  invalid_url: row("The URL is not accepted.", "Use an address such as http://127.0.0.1:3000/hooks."),
  invalid_video: row(
    "The video is not accepted.",
    "Give a video ID or an http(s) URL, as the message shows.",
  ),
  invalid_voice: row(
    "The voice does not exist, or does not fit the language.",
    "`kling voice presets` lists the voices.",
  ),
  invalid_webhook_secret: row(
    "The secret for callbacks is not accepted.",
    "Set the variable that the message names to a secret that begins with whsec_.",
  ),
  invalid_request: row(
    "A field of the request is not accepted.",
    "Correct the field that the message names.",
  ),
  last_frame_requires_first: row("A last frame was given without a first frame.", "Add --first-frame."),
  missing_audio: row("No audio was given.", "Give a file, a URL or an ID, as the message shows."),
  missing_audio_seconds: row("The end of the audio is missing.", "Add --audio-seconds."),
  missing_image: row("No image was given.", "Give an image as a path or URL."),
  mask_not_found: row("The file of a mask does not exist.", "Check the path, or give an http(s) URL."),
  missing_input: row(
    "One of several inputs must be given.",
    "Give one of the inputs that the message names.",
  ),
  missing_output: row("No output file was named.", "Add --output PATH."),
  missing_prompt: row(
    "No prompt was given.",
    "Give it as an argument in quotes, with --prompt-file, or on standard input.",
  ),
  missing_session: row("No video is open for editing.", "Open one: `kling edit init VIDEO_ID_OR_URL`."),
  missing_task_id: row(
    "No task ID was given.",
    "`kling video list` lists tasks, `kling jobs` lists the jobs of this machine.",
  ),
  missing_url: row("No URL was given, and no receiver is known.", "Add the address of your server."),
  missing_value: row("A setting was named without a value.", "Give the value as an argument, or pipe it in."),
  missing_verdict: row(
    "A review needs a decision.",
    "If no task exists, add --not-bought. If one exists: `kling jobs adopt ID TASK_ID`. If its file is lost, add --gone.",
  ),
  missing_video: row("No video was given.", "Give the video as an http(s) URL."),
  missing_video_id: row("No video was named.", "Give its ID or URL."),
  not_set: row("The setting has no value.", "`kling config set KEY VALUE` sets it."),
  output_dir_differs: row(
    "The jobs exist and save their files in another folder.",
    "Use the folder that the message names.",
  ),
  output_too_long: row("The path of the output file is too long.", "Choose a shorter path."),
  prompt_file_error: row(
    "The prompt file cannot be read.",
    "Check the path; the file holds the prompt as UTF-8 text.",
  ),
  purpose_mismatch: row("The plan was made for another purpose.", "Plan again, or leave the purpose out."),
  ref_image_not_found: row(
    "The file of a reference image does not exist.",
    "Check the path, or give an http(s) URL.",
  ),
  stdin_unreadable: row("Standard input is not UTF-8 text.", "Convert the text to UTF-8."),
  no_files: row("There is no clip and no image in what was named.", "Name files, or a folder that has some."),
  too_many_images: row("The model takes fewer images.", "Leave some of the images out."),
  too_many_tiles: row("The contact sheet would have too many tiles.", "Give fewer files or moments."),
  unknown_field: row("The operation has no such field.", "`kling operations OPERATION` lists its fields."),
  unknown_operation: row("The operation does not exist.", "`kling operations` lists the operations."),
  unsupported_type: row(
    "Tasks of this type cannot be listed or read in this way.",
    "Do what the message shows, such as setting KLING_API_KEY.",
  ),
  unreachable_address: row(
    "The address is on this machine or in a private network, where the service cannot reach it.",
    "Give a public address. Local files can be sent where the message shows so.",
  ),
  usage_error: row(
    "The command, an option or an argument does not exist, or is missing.",
    "`kling --help` lists the commands; `--help` of a command lists its options.",
  ),
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;
