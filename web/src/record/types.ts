import type { Format } from '@web/format/format';
import type { TextKey } from '@web/i18n/dictionary';
import type { ReactNode } from 'react';

export type Fact<Row> = {
  label: TextKey;
  value: (row: Row, format: Format) => ReactNode;
  /** Takes the whole width: long texts. */
  wide?: boolean;
  numeric?: boolean;
};

export type Section<Row> = { title: TextKey; facts: readonly Fact<Row>[] };

/** What a detail drawer says about one record. */
export type RecordDefinition<Row> = {
  /** Path of the collection in the API. */
  endpoint: string;
  /** What one of them is called. */
  name: TextKey;
  heading: (row: Row) => string;
  marks?: (row: Row, format: Format) => ReactNode;
  sections: readonly Section<Row>[];
};
