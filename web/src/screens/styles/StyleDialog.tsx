import type { Style } from '@contract';
import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { useNavigate } from 'react-router';

const STYLES = '/inventory/styles';
const parts = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `NVY Navy, ECR Ecru`: a code, and the name behind it. */
const colourwaysIn = (text: string) =>
  parts(text).map((part) => {
    const [code = '', ...name] = part.split(/\s+/);
    return { code, name: name.join(' ') || code };
  });

const valuesOf = (style?: Style) => ({
  code: style?.code ?? '',
  name: style?.name ?? '',
  season: style?.season ?? '',
  composition: style?.composition ?? '',
  gsm: style?.gsm ?? '',
  colourways: style?.colourways.map(({ code, name }) => `${code} ${name}`).join(', ') ?? '',
  sizes: style?.sizes.join(', ') ?? '',
});

/** A new style, or one that is changed: also where a size or a colourway is added. */
export function StyleDialog({ style, onClose }: { style?: Style; onClose: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const company = useCompany();
  const navigate = useNavigate();
  const fields = useFields(valuesOf(style));
  const save = async () => {
    const { season, composition, gsm, colourways, sizes, ...names } = fields.values;
    const body = {
      ...names,
      season: season.trim() || null,
      composition: composition.trim() || null,
      gsm: gsm.trim() || null,
      colourways: colourwaysIn(colourways),
      sizes: parts(sizes),
    };
    const saved = style
      ? await api<Style>(`${STYLES}/${style.id}`, { method: 'PATCH', body, version: style.version })
      : await api<Style>(STYLES, { method: 'POST', body });
    client.setQueryData(recordKey(company.id, STYLES, saved.id), saved);
    await client.invalidateQueries({ queryKey: [company.id, STYLES] });
    if (!style) void navigate(`${STYLES}/${saved.id}`);
  };
  return (
    <FormDialog
      title={style ? t('styles.edit') : t('styles.new')}
      submitLabel={t('common.save')}
      ready={!style || fields.dirty}
      fields={fields}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput {...fields.bind('code')} label={t('fields.code')} required maxLength={40} autoComplete="off" />
      <TextInput {...fields.bind('name')} label={t('fields.name')} required maxLength={200} autoComplete="off" />
      <TextInput {...fields.bind('season')} label={t('fields.season')} maxLength={40} />
      <TextInput {...fields.bind('composition')} label={t('fields.composition')} maxLength={200} />
      <TextInput {...fields.bind('gsm')} label={t('fields.gsm')} inputMode="decimal" />
      <TextInput
        {...fields.bind('colourways')}
        label={t('styles.colourways')}
        description={t('styles.colourwaysHint')}
      />
      <TextInput {...fields.bind('sizes')} label={t('styles.sizes')} description={t('styles.sizesHint')} />
    </FormDialog>
  );
}
