import { type CustomField, LOCATION_TYPES } from '@contract';
import { NativeSelect, TextInput } from '@mantine/core';
import { CustomInputs } from '@web/customFields/CustomInputs';
import classes from '@web/form/RecordForm.module.css';
import type { Fields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import type { LocationValues } from './locationValues';

type Props = { bind: Fields<LocationValues>['bind']; own: readonly CustomField[] };

export function LocationFields({ bind, own }: Props) {
  const { t, enumLabel } = useFormat();
  const types = LOCATION_TYPES.map((value) => ({ value, label: enumLabel('locationType', value) }));
  return (
    <>
      <fieldset className={classes.section}>
        <legend>{t('common.basics')}</legend>
        <TextInput {...bind('name')} label={t('fields.name')} required maxLength={120} autoComplete="off" />
        <NativeSelect {...bind('locationType')} label={t('fields.locationType')} required data={types} />
      </fieldset>
      <fieldset className={classes.section}>
        <legend>{t('common.contact')}</legend>
        <TextInput {...bind('email')} label={t('fields.email')} type="email" inputMode="email" autoComplete="off" />
        <TextInput
          {...bind('phone')}
          label={t('fields.phone')}
          type="tel"
          placeholder="+39 055 123456"
          autoComplete="off"
        />
      </fieldset>
      <fieldset className={classes.section}>
        <legend>{t('common.address')}</legend>
        <div className={classes.wide}>
          <TextInput {...bind('addressLine1')} label={t('fields.addressLine1')} maxLength={200} />
        </div>
        <div className={classes.wide}>
          <TextInput {...bind('addressLine2')} label={t('fields.addressLine2')} maxLength={200} />
        </div>
        <TextInput {...bind('city')} label={t('fields.city')} maxLength={100} />
        <TextInput {...bind('pincode')} label={t('fields.pincode')} maxLength={20} />
        <TextInput {...bind('state')} label={t('fields.state')} maxLength={100} />
        <TextInput {...bind('country')} label={t('fields.country')} maxLength={60} />
      </fieldset>
      <fieldset className={classes.section}>
        <legend>{t('locations.picture')}</legend>
        <div className={classes.wide}>
          <TextInput
            {...bind('imageUrl')}
            label={t('fields.imageUrl')}
            description={t('locations.pictureHint')}
            type="url"
            inputMode="url"
          />
        </div>
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
