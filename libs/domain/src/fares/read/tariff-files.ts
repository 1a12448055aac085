/** A tariff's folder as it was read: files with their columns and rows, nothing of it judged yet. */
export interface TariffFolder {
  /** For messages. */
  readonly name: string;
  readonly files: readonly TariffFile[];
}

export interface TariffFile {
  /** With its ending, e.g. `fare_caps.txt`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly TariffRow[];
  /** Why nothing could be read of it, and where: columns and rows are empty then. */
  readonly fault?: { readonly line: number; readonly message: string };
}

export interface TariffRow {
  /** Line of the file, from 1; the first is the header. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What is wrong with a tariff, or doubtful. */
export interface TariffFinding {
  readonly severity: 'error' | 'warning';
  readonly code: FindingCode;
  readonly folder: string;
  readonly file: string;
  /** 0 where it is of the file as a whole. */
  readonly line: number;
  /** '' where it is of no certain field. */
  readonly field: string;
  /** What is wrong, and what was expected. */
  readonly message: string;
}

/** Each way in which a tariff can be wrong, with what it means; docs/tariffs.md lists them from here. */
export const FINDING_CODES = {
  missing_file: 'A file that is needed is not there.',
  unknown_file: 'A file that is no part of a tariff was ignored: perhaps its name is misspelt.',
  unreadable_file: 'A file is no CSV, or too large; nothing else is said of its folder until it can be read.',
  empty_file: 'A file has no rows.',
  bad_row: 'A row has more values than the header names.',
  missing_column: 'A file lacks a column that is required.',
  unknown_column: 'A column that is no part of the file was ignored: perhaps its name is misspelt.',
  duplicate_column: 'A header names a column twice.',
  missing_value: 'A required field is empty.',
  bad_value: 'A value has the wrong form or is out of bounds.',
  unknown_id: 'An id is not defined in the file that defines such ids.',
  duplicate_id: 'Two rows have the same id.',
  mixed_currencies: 'A price is in another currency than the tariff.',
  no_default_category: 'No rider category is the default one, or several are.',
  missing_fallback: 'A category has a quota and nothing to fall back to, or falls back in a circle.',
  unreachable_rule:
    'A row can never have an effect: another always comes before it, or its bounds hold nothing.',
  unsold_product: 'A rule offers a product that has no price for the default category.',
  overlapping_versions: 'Two versions claim the same time and neither says that it replaces the other.',
  overlapping_bands: 'Bands of a product overlap, so that a price depends on their order.',
  band_gap: 'Between bands of a product values lie that no band takes.',
  gap_between_versions: 'Between two versions is a time in which no tariff is in force.',
  overlay_without_base: 'An overlay names a tariff that is not given.',
  overlay_changes_nothing: 'An overlay matches no row of its file.',
  no_fare_possible: 'The tariff has no rule by which a ride could cost anything.',
} as const;
export type FindingCode = keyof typeof FINDING_CODES;
