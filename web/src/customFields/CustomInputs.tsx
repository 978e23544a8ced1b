import type { CustomField } from '@contract';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Fields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { customName } from './customTexts';

type Bind = Fields<Record<string, string>>['bind'];

/** An input for each of the company's own fields. */
export function CustomInputs({ fields, bind }: { fields: readonly CustomField[]; bind: Bind }) {
  return fields.map((field) => <CustomInput key={field.key} field={field} bind={bind} />);
}

function CustomInput({ field, bind }: { field: CustomField; bind: Bind }) {
  const t = useT();
  const { type, label, choices } = field;
  const props = { ...bind(customName(field)), label };
  const none = { value: '', label: t('common.noValue') };
  if (type === 'CHOICE') return <NativeSelect {...props} data={[none, ...(choices ?? [])]} />;
  if (type === 'BOOLEAN') {
    const answers = ['true', 'false'].map((value) => ({
      value,
      label: t(value === 'true' ? 'common.yes' : 'common.no'),
    }));
    return <NativeSelect {...props} data={[none, ...answers]} />;
  }
  if (type === 'TEXT') return <Textarea {...props} autosize maxRows={6} maxLength={2000} />;
  if (type === 'DATE') return <TextInput {...props} type="date" />;
  return <TextInput {...props} inputMode="decimal" autoComplete="off" />;
}
