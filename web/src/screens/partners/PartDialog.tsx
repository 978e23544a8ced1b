import { NativeSelect, TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import type { Entry, Part, PartField } from './parts';

type Props = {
  part: Part;
  entries: readonly Entry[];
  /** Which line is changed; a new one when there is none of that number. */
  at: number;
  save: (body: object) => Promise<unknown>;
  onClose: () => void;
};

/** One line of a list of a party. The list is sent whole, so faults are named by the line's place in it. */
export function PartDialog({ part, entries, at, save, onClose }: Props) {
  const { t } = useFormat();
  const pathOf = ({ name }: PartField) => `${part.list}.${at}.${name}`;
  const first = ({ choice, required }: PartField) => (choice && required ? choice.values[0] : undefined);
  const texts = part.fields.map((field) => [pathOf(field), entries[at]?.[field.name] ?? first(field) ?? '']);
  const fields = useFields<Record<string, string>>(Object.fromEntries(texts));
  const onSubmit = async () => {
    const line = part.fields.map((field) => {
      const value = fields.values[pathOf(field)]?.trim() ?? '';
      return [field.name, value === '' && !field.required ? null : value];
    });
    await save({ [part.list]: lines(part, entries).toSpliced(at, 1, Object.fromEntries(line)) });
  };
  return (
    <FormDialog
      title={t(part.add)}
      submitLabel={t('common.save')}
      fields={fields}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      {part.fields.map((field) => (
        <PartInput key={field.name} field={field} bind={fields.bind(pathOf(field))} />
      ))}
    </FormDialog>
  );
}

/** The lines as they are sent: without what the answer adds. */
export const lines = (part: Part, entries: readonly Entry[]): Entry[] =>
  entries.map((entry) => Object.fromEntries(part.fields.map(({ name }) => [name, entry[name] ?? null])));

type Bound = ReturnType<ReturnType<typeof useFields<Record<string, string>>>['bind']>;

function PartInput({ field, bind }: { field: PartField; bind: Bound }) {
  const { t, enumLabel } = useFormat();
  const { label, type, choice, required = false } = field;
  const props = { ...bind, label: t(label), required };
  if (!choice) return <TextInput {...props} {...(type && { type })} autoComplete="off" />;
  return (
    <NativeSelect {...props} data={choice.values.map((value) => ({ value, label: enumLabel(choice.set, value) }))} />
  );
}
