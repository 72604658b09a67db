import { createBitWriter } from "./bit-writer.ts";
import { NAL_HEADER, nalUnit } from "./nal-unit.ts";

/** Bits of pic_order_cnt_lsb. A P picture may lie at most half its range behind the IDR. */
export const ORDER_COUNT_BITS = 16;
/** The most pictures that one IDR picture can serve: two counts each, half the range. */
export const MAX_PICTURES_PER_IDR = 2 ** (ORDER_COUNT_BITS - 2);

const CONSTRAINED_BASELINE = { profileIdc: 66, constraintFlags: 0xc0 } as const;
const BT709 = 1;

export interface SequenceOptions {
  readonly levelIdc: number;
  /** Size of the coded frame in macroblocks. */
  readonly columns: number;
  readonly rows: number;
  /** What is cut off the coded frame, in pixels; even numbers. */
  readonly cropPx: { readonly right: number; readonly bottom: number };
}

/** Sequence parameter set (§7.3.2.1): Constrained Baseline, one reference, order count type 0, BT.709 limited range. */
export function sequenceParameterSet(options: SequenceOptions): Uint8Array {
  const writer = createBitWriter(64);
  writer.bits(CONSTRAINED_BASELINE.profileIdc, 8);
  writer.bits(CONSTRAINED_BASELINE.constraintFlags, 8);
  writer.bits(options.levelIdc, 8);
  writer.unsigned(0); // seq_parameter_set_id
  writer.unsigned(0); // log2_max_frame_num_minus4
  writer.unsigned(0); // pic_order_cnt_type
  writer.unsigned(ORDER_COUNT_BITS - 4);
  writer.unsigned(1); // max_num_ref_frames
  writer.bits(0, 1); // gaps_in_frame_num_value_allowed_flag
  writer.unsigned(options.columns - 1);
  writer.unsigned(options.rows - 1);
  writer.bits(1, 1); // frame_mbs_only_flag
  writer.bits(1, 1); // direct_8x8_inference_flag
  writer.bits(1, 1); // frame_cropping_flag
  const { right, bottom } = options.cropPx;
  for (const cropPx of [0, right, 0, bottom]) writer.unsigned(cropPx / 2); // left, right, top, bottom
  writer.bits(1, 1); // vui_parameters_present_flag
  writeUsabilityInformation(writer);
  writer.trailingBits();
  return nalUnit(NAL_HEADER.sequenceParameters, writer.view());
}

/** VUI (annex E): square pixels, BT.709, and no reordering, so that players show each picture at once. */
function writeUsabilityInformation(writer: ReturnType<typeof createBitWriter>): void {
  writer.bits(1, 1); // aspect_ratio_info_present_flag
  writer.bits(1, 8); // square
  writer.bits(0, 1); // overscan_info_present_flag
  writer.bits(1, 1); // video_signal_type_present_flag
  writer.bits(5, 3); // video_format: unspecified
  writer.bits(0, 1); // video_full_range_flag
  writer.bits(1, 1); // colour_description_present_flag
  for (let field = 0; field < 3; field++) writer.bits(BT709, 8); // primaries, transfer, matrix
  writer.bits(0, 1); // chroma_loc_info_present_flag
  writer.bits(0, 1); // timing_info_present_flag: the container has the times
  writer.bits(0, 2); // no HRD parameters
  writer.bits(0, 1); // pic_struct_present_flag
  writer.bits(1, 1); // bitstream_restriction_flag
  writer.bits(1, 1); // motion_vectors_over_pic_boundaries_flag
  writer.unsigned(0); // max_bytes_per_pic_denom: no limit given
  writer.unsigned(0); // max_bits_per_mb_denom: no limit given
  writer.unsigned(13); // log2_max_mv_length_horizontal, in quarter pixels: 2048 px
  writer.unsigned(11); // log2_max_mv_length_vertical, in quarter pixels: 512 px
  writer.unsigned(0); // max_num_reorder_frames
  writer.unsigned(1); // max_dec_frame_buffering
}

/** Picture parameter set (§7.3.2.2): CAVLC, one reference, deblocking controlled (and switched off) in each slice. */
export function pictureParameterSet(initialQp: number): Uint8Array {
  const writer = createBitWriter(16);
  writer.unsigned(0); // pic_parameter_set_id
  writer.unsigned(0); // seq_parameter_set_id
  writer.bits(0, 2); // entropy_coding_mode_flag, bottom_field_pic_order_in_frame_present_flag
  writer.unsigned(0); // num_slice_groups_minus1
  writer.unsigned(0); // num_ref_idx_l0_default_active_minus1
  writer.unsigned(0); // num_ref_idx_l1_default_active_minus1
  writer.bits(0, 3); // weighted_pred_flag, weighted_bipred_idc
  writer.signed(initialQp - 26);
  writer.signed(0); // pic_init_qs_minus26
  writer.signed(0); // chroma_qp_index_offset
  writer.bits(4, 3); // deblocking_filter_control_present_flag, then constrained_intra_pred and redundant_pic_cnt off
  writer.trailingBits();
  return nalUnit(NAL_HEADER.pictureParameters, writer.view());
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3) with four-byte lengths. */
export function decoderConfiguration(sequence: Uint8Array, picture: Uint8Array): Uint8Array {
  const [, profile = 0, constraints = 0, level = 0] = sequence;
  const lengthBytes = (unit: Uint8Array) => [unit.length >> 8, unit.length & 0xff];
  return Uint8Array.from([
    ...[1, profile, constraints, level, 0xff, 0xe1],
    ...lengthBytes(sequence),
    ...sequence,
    1,
    ...lengthBytes(picture),
    ...picture,
  ]);
}

/** The codec string of RFC 6381 for a sequence parameter set, for example `avc1.42c028`. */
export function codecString(sequence: Uint8Array): string {
  return `avc1.${Buffer.from(sequence.subarray(1, 4)).toString("hex")}`;
}
