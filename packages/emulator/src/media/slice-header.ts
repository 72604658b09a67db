import type { BitWriter } from "./bit-writer.ts";
import { ORDER_COUNT_BITS } from "./parameter-sets.ts";

const ALL_I = 7;
const ALL_P = 5;
const FRAME_NUM_BITS = 4;

/** Header of the one slice of the IDR picture (§7.3.3), with the deblocking filter off. */
export function writeIdrSliceHeader(writer: BitWriter): void {
  writer.unsigned(0); // first_mb_in_slice
  writer.unsigned(ALL_I);
  writer.unsigned(0); // pic_parameter_set_id
  writer.bits(0, FRAME_NUM_BITS);
  writer.unsigned(0); // idr_pic_id
  writer.bits(0, ORDER_COUNT_BITS);
  writer.bits(0, 2); // no_output_of_prior_pics_flag, long_term_reference_flag
  writer.signed(0); // slice_qp_delta
  writer.unsigned(1); // disable_deblocking_filter_idc
}

/**
 * Header of the one slice of a P picture that nothing refers to. `frame_num` stays 1 for all of them: it only grows
 * after a reference picture. `pictureIndex` counts from the IDR picture, 1 and up.
 */
export function writeMotionSliceHeader(writer: BitWriter, pictureIndex: number): void {
  writer.unsigned(0); // first_mb_in_slice
  writer.unsigned(ALL_P);
  writer.unsigned(0); // pic_parameter_set_id
  writer.bits(1, FRAME_NUM_BITS);
  writer.bits(2 * pictureIndex, ORDER_COUNT_BITS);
  writer.bits(0, 2); // num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0
  writer.signed(0); // slice_qp_delta
  writer.unsigned(1); // disable_deblocking_filter_idc
}
