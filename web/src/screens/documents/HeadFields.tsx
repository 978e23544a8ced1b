import { STOCK_DOCUMENT_TYPES, STOCK_REASONS, type StockDocumentType } from '@contract';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useLocationNames } from '@web/record/useLocationNames';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { PartyPicker } from '@web/stock/PartyPicker';
import classes from './DocumentForm.module.css';
import type { HeadValues } from './documentValues';
import type { DocumentFormState } from './useDocumentForm';

type Props = { state: DocumentFormState; typeFixed: boolean };

/** What of goods are moved, from where, to where and with whom: only what the kind of document has. */
export function HeadFields({ state, typeFixed }: Props) {
  const { t, enumLabel } = useFormat();
  const { head, changeHead, faults } = state;
  const kind = DOCUMENT_KINDS[head.type];
  const { data: locations = [] } = useLocationNames();
  const places = [
    { value: '', label: t('documents.choose') },
    ...locations
      .filter(({ isActive, id }) => isActive || id === head.locationId || id === head.toLocationId)
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  const bind = (
    name: 'locationId' | 'toLocationId' | 'reason' | 'effectiveDate' | 'orderedOn' | 'reference' | 'notes',
  ) => ({
    name,
    value: head[name],
    error: faults[name],
    onChange: (event: { currentTarget: { value: string } }) => changeHead({ [name]: event.currentTarget.value }),
  });
  const reasons = [
    { value: '', label: kind.reasoned ? t('documents.choose') : '–' },
    ...STOCK_REASONS.map((value) => ({ value, label: enumLabel('stockReason', value) })),
  ];
  return (
    <div className={classes.head}>
      <NativeSelect
        label={t('fields.documentType')}
        value={head.type}
        disabled={typeFixed}
        onChange={(event) => changeHead(ofKind(event.currentTarget.value as StockDocumentType))}
        data={STOCK_DOCUMENT_TYPES.map((value) => ({ value, label: enumLabel('stockDocumentType', value) }))}
      />
      <NativeSelect
        {...bind('locationId')}
        required
        label={head.type === 'TRANSFER' ? t('fields.source') : t('fields.location')}
        data={places}
      />
      {head.type === 'TRANSFER' && (
        <>
          <NativeSelect {...bind('toLocationId')} required label={t('fields.toLocation')} data={places} />
          <NativeSelect
            label={t('documents.way')}
            value={String(head.viaTransit)}
            error={faults.viaTransit}
            onChange={(event) => changeHead({ viaTransit: event.currentTarget.value === 'true' })}
            data={[
              { value: 'false', label: t('documents.oneStep') },
              { value: 'true', label: t('documents.through') },
            ]}
            {...(head.viaTransit && { description: t('documents.viaTransit') })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
        </>
      )}
      {kind.party && (
        <PartyPicker
          key={kind.party}
          endpoint={kind.party === 'supplierId' ? '/suppliers' : '/customers'}
          label={t(kind.party === 'supplierId' ? 'documents.supplierOrNone' : 'documents.customerOrNone')}
          text={head.partyText}
          party={head.party}
          error={faults[kind.party]}
          onText={(partyText) => changeHead({ partyText, party: null })}
          onPick={(party) => changeHead({ party, partyText: party.name })}
          // What leads to nobody is not left standing as if it did.
          onBlur={() => head.party === null && head.partyText !== '' && changeHead({ partyText: '' })}
        />
      )}
      <NativeSelect {...bind('reason')} label={t('fields.reason')} required={kind.reasoned ?? false} data={reasons} />
      <TextInput
        {...bind('effectiveDate')}
        type="date"
        label={t('fields.effectiveDate')}
        description={t('documents.today')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      {head.type === 'RECEIPT' && <TextInput {...bind('orderedOn')} type="date" label={t('fields.orderedOn')} />}
      <TextInput
        {...bind('reference')}
        label={t('fields.reference')}
        placeholder={t('documents.referenceHint')}
        maxLength={120}
        autoComplete="off"
      />
      <Textarea
        {...bind('notes')}
        label={t('fields.notes')}
        className={classes.wide ?? ''}
        autosize
        minRows={1}
        maxRows={6}
      />
    </div>
  );
}

/** Of another kind; whom a supplier's document named is no customer. */
function ofKind(type: StockDocumentType): Partial<HeadValues> {
  return { type, party: null, partyText: '', viaTransit: false };
}
