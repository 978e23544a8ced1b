import { CUSTOMER_KINDS, type Item, type Price } from '@contract';
import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { decimalField, decimalTyped } from '@web/format/decimalText';
import { useFormat } from '@web/format/useFormat';
import { useCan, useCompany } from '@web/session/useSession';
import { PartyPicker, type PickedParty } from '@web/stock/PartyPicker';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { usePriceCalls } from './prices';

const partyOf = ({ customerId, customerName }: Price): PickedParty | null =>
  customerId === null ? null : { id: customerId, name: customerName ?? customerId.slice(0, 8) };

const ONE = 'one';

/** What an item is sold at: a new price, or one that is changed. */
export function PriceDialog({ item, price, onClose }: { item: Item; price?: Price; onClose: () => void }) {
  const { t, locale, enumLabel } = useFormat();
  const { currency } = useCompany();
  const mayNameCustomers = useCan()('partners:read');
  const calls = usePriceCalls();
  const known = price ? partyOf(price) : null;
  const [customer, setCustomer] = useState(known);
  const [customerText, setCustomerText] = useState(known?.name ?? '');
  const fields = useFields({
    customerKind: known ? ONE : (price?.customerKind ?? ''),
    customerId: '',
    minimumQuantity: decimalField(price?.minimumQuantity, locale),
    price: decimalField(price?.price, locale),
    currency: price?.currency ?? currency,
    validFrom: price?.validFrom ?? '',
    validUntil: price?.validUntil ?? '',
  });
  const { customerKind, minimumQuantity, price: typed, validFrom, validUntil, ...plain } = fields.values;
  const ofOne = customerKind === ONE;
  const save = async () => {
    const body = {
      customerId: ofOne ? (customer?.id ?? null) : null,
      customerKind: ofOne ? null : customerKind || null,
      minimumQuantity: decimalTyped(minimumQuantity, locale) || '0',
      price: decimalTyped(typed, locale),
      currency: plain.currency.trim().toUpperCase(),
      validFrom: validFrom || null,
      validUntil: validUntil || null,
    };
    await (price ? calls.change(price, body) : calls.add({ itemId: item.id, ...body }));
    tellDone(t('forms.saved'));
  };
  return (
    <FormDialog
      title={price ? t('items.changePrice', { name: item.name }) : t('items.newPrice')}
      submitLabel={t('common.save')}
      ready={typed.trim() !== '' && (!ofOne || customer !== null)}
      fields={fields}
      onSubmit={save}
      onClose={onClose}
    >
      <NativeSelect
        {...fields.bind('customerKind')}
        label={t('items.priceFor')}
        data={[
          { value: '', label: t('items.everybody') },
          ...(mayNameCustomers || known ? [{ value: ONE, label: t('items.oneCustomer') }] : []),
          ...CUSTOMER_KINDS.map((value) => ({ value, label: enumLabel('customerKind', value) })),
        ]}
        data-autofocus
      />
      {ofOne && (
        <PartyPicker
          endpoint="/customers"
          label={t('fields.customer')}
          required
          text={customerText}
          party={customer}
          error={fields.bind('customerId').error}
          onText={(text) => {
            setCustomerText(text);
            setCustomer(null);
          }}
          onPick={(picked) => {
            setCustomer(picked);
            setCustomerText(picked.name);
          }}
        />
      )}
      <TextInput
        {...fields.bind('minimumQuantity')}
        label={`${t('items.fromQuantity')} (${enumLabel('unit', item.unit)})`}
        inputMode="decimal"
        autoComplete="off"
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          {...fields.bind('price')}
          label={t('items.priceOfOne', { unit: enumLabel('unit', item.unit) })}
          required
          inputMode="decimal"
          autoComplete="off"
        />
        <TextInput {...fields.bind('currency')} label={t('fields.currency')} maxLength={3} autoComplete="off" />
        <TextInput {...fields.bind('validFrom')} type="date" label={t('items.validFrom')} />
        <TextInput {...fields.bind('validUntil')} type="date" label={t('items.validUntil')} />
      </SimpleGrid>
    </FormDialog>
  );
}
