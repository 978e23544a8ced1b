import type { CustomField } from '@contract';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { CustomInputs } from '@web/customFields/CustomInputs';
import classes from '@web/form/RecordForm.module.css';
import type { Fields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import type { TextKey } from '@web/i18n/dictionary';
import { useCan } from '@web/session/useSession';
import type { PartyKind } from './partyKinds';
import type { PartyValues } from './partyValues';

type Props = { kind: PartyKind; bind: Fields<PartyValues>['bind']; own: readonly CustomField[] };

const CONTACT = ['contactName', 'phone', 'email'] as const;
const ADDRESS = ['addressLine1', 'addressLine2', 'pincode', 'city', 'state', 'country'] as const;

export function PartyFields({ kind, bind, own }: Props) {
  const { t, enumLabel } = useFormat();
  const plain = (name: string, label: TextKey) => (
    <TextInput key={name} {...bind(name)} label={t(label)} autoComplete="off" />
  );
  return (
    <>
      <fieldset className={classes.section}>
        <legend>{t('common.basics')}</legend>
        <TextInput {...bind('name')} label={t('fields.name')} required maxLength={160} autoComplete="off" />
        <NativeSelect
          {...bind('kind')}
          label={t('fields.kind')}
          required
          data={kind.values.map((value) => ({ value, label: enumLabel(kind.kinds, value) }))}
        />
        <TextInput {...bind('code')} label={t('fields.code')} placeholder={t('parties.nextCode')} autoComplete="off" />
        <TextInput {...bind('tags')} label={t('parties.tags')} placeholder={t('parties.tagsHint')} autoComplete="off" />
      </fieldset>
      <fieldset className={classes.section}>
        <legend>{t('parties.mainContact')}</legend>
        {CONTACT.map((name) => plain(name, `fields.${name}`))}
      </fieldset>
      <fieldset className={classes.section}>
        <legend>{t('parties.mainAddress')}</legend>
        {ADDRESS.map((name) => plain(name, `fields.${name}`))}
      </fieldset>
      <fieldset className={classes.section}>
        <legend>{t('parties.identity')}</legend>
        {plain('taxId', 'fields.taxId')}
        {plain('pan', 'parties.pan')}
        {plain('registrationNumber', 'parties.registrationNumber')}
      </fieldset>
      <fieldset className={classes.section}>
        <legend>{t('common.commercial')}</legend>
        <TextInput {...bind('currency')} label={t('fields.currency')} placeholder="EUR" maxLength={3} />
        <TextInput {...bind('paymentTerms')} label={t('fields.paymentTerms')} placeholder="NET_30" />
        {kind.endpoint === '/suppliers' ? (
          <>
            <TextInput {...bind('leadTimeDays')} label={t('parties.leadTimeDays')} inputMode="numeric" />
            <TextInput {...bind('minimumOrder')} label={t('parties.minimumOrder')} inputMode="decimal" />
          </>
        ) : (
          <CustomerCredit bind={bind} />
        )}
        <Textarea {...bind('terms')} label={t('fields.terms')} className={classes.wide ?? ''} autosize maxRows={10} />
        <Textarea {...bind('notes')} label={t('fields.notes')} className={classes.wide ?? ''} autosize maxRows={6} />
      </fieldset>
      {own.length > 0 && (
        <fieldset className={classes.section}>
          <legend>{t('common.ownFields')}</legend>
          <CustomInputs fields={own} bind={bind} />
        </fieldset>
      )}
    </>
  );
}

function CustomerCredit({ bind }: Pick<Props, 'bind'>) {
  const { t, yesNo } = useFormat();
  const can = useCan();
  const answers = [false, true].map((value) => ({ value: String(value), label: yesNo(value) }));
  return (
    <>
      {can('finance:read') && (
        <TextInput {...bind('creditLimit')} label={t('fields.creditLimit')} inputMode="decimal" />
      )}
      <NativeSelect {...bind('onHold')} label={t('parties.onHold')} data={answers} />
      <TextInput {...bind('holdReason')} label={t('parties.holdReason')} autoComplete="off" />
    </>
  );
}
