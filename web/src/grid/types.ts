import type { Permission } from '@contract';
import type { Format } from '@web/format/format';
import type { Dictionary, EnumName, TextKey } from '@web/i18n/dictionary';
import type { ReactNode } from 'react';

export type Column<Row> = {
  id: string;
  label: TextKey;
  cell: (row: Row, format: Format) => ReactNode;
  /** The name the server sorts by; columns without one cannot be sorted. */
  sort?: string;
  /** Right-aligned, figures of equal width. */
  numeric?: boolean;
  /** Width in pixels the column asks for; wider screens share out the rest. */
  width: number;
  /** Hidden until the person shows it. */
  extra?: boolean;
  /** Where it goes on a phone's card: the heading, or the mark beside it. */
  card?: 'title' | 'mark';
};

export type Filter =
  | { kind: 'anyOf'; id: string; label: TextKey; set: EnumName; values: readonly string[] }
  | { kind: 'yesNo'; id: string; label: TextKey }
  | { kind: 'text'; id: string; label: TextKey; maxLength: number }
  | { kind: 'location'; id: string; label: TextKey }
  | { kind: 'instant'; id: string; label: TextKey }
  /** Set by a link, never chosen here: shown while it is set, so that it can be taken away. */
  | { kind: 'linked'; id: string; label: TextKey };

/** All a list screen is: where the rows come from, what is shown of them, how they can be narrowed. */
export type ListDefinition<Row> = {
  /** Names the texts of the screen and the key its settings are kept under. */
  id: Exclude<keyof Dictionary['screens'], 'home'>;
  /** Path of the screen in the console. */
  path: string;
  /** Path of the list in the API. */
  endpoint: string;
  permission: Permission;
  defaultSort: string;
  columns: readonly Column<Row>[];
  /** Orders the server has only while one of these filters is set. */
  sortsOfFew?: { readonly sorts: readonly string[]; readonly filters: readonly string[] };
  filters: readonly Filter[];
  /** Where its rows are no file, or one that is made in another way. */
  exported?: false;
  rowKey: (row: Row) => string;
  /** Where Enter or a click leads; below `path` it opens beside the list. */
  rowPath: (row: Row) => string;
};

/** What the control of one filter is given; the value is as it stands in the address. */
export type FilterProps<K extends Filter['kind']> = {
  filter: Extract<Filter, { kind: K }>;
  value: string;
  onChange: (value: string) => void;
};
