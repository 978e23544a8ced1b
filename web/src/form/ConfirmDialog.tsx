import { Text } from '@mantine/core';
import { ApiError } from '@web/http/problem';
import { useT } from '@web/i18n';
import { useRef } from 'react';
import { FormDialog } from './FormDialog';

type Props = {
  title: string;
  text: string;
  submitLabel: string;
  tone?: 'danger';
  onSubmit: () => Promise<void>;
  onClose: () => void;
};

const LINE = /^lines\.(\d+)\./;

/** A question to be answered by yes or no; where the work is refused, every fault is told with the line it is about. */
export function ConfirmDialog({ text, ...dialog }: Props) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const showFaults = (error: unknown) => {
    if (!(error instanceof ApiError)) return [];
    return error.errors.map(({ path, message }) => {
      const line = LINE.exec(path)?.[1];
      return line === undefined ? message : `${t('documents.lineOf', { number: Number(line) + 1 })}: ${message}`;
    });
  };
  return (
    <FormDialog {...dialog} fields={{ form, clearFaults: () => undefined, showFaults }}>
      <Text>{text}</Text>
    </FormDialog>
  );
}
