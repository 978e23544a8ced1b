import { Button, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { HERE, TimeZoneInput } from '@web/form/TimeZoneInput';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { useT } from '@web/i18n';
import { foundCompany } from '@web/session/companies';
import { tellDone } from '@web/ui/tell';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';

/** Founds a company and leads into it. */
export function CompanyForm() {
  const t = useT();
  const navigate = useNavigate();
  const fields = useFields({ name: '', industry: '', country: '', currency: '', timeZone: HERE });
  const { busy, problem, submit } = useSubmit(fields);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () => {
      const { name, industry, country, currency, timeZone } = fields.values;
      const company = await foundCompany({
        name,
        ...(industry.trim() === '' ? {} : { industry }),
        ...(country.trim() === '' ? {} : { country }),
        ...(currency.trim() === '' ? {} : { currency: currency.trim().toUpperCase() }),
        ...(timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() }),
      });
      tellDone(t('session.switched', { name: company.name }));
      void navigate('/');
    });
  };
  return (
    <form ref={fields.form} onSubmit={onSubmit} noValidate>
      <ProblemAlert problem={problem} />
      <Stack gap="md">
        <TextInput
          {...fields.bind('name')}
          label={t('session.companyName')}
          description={t('session.companyNameHint')}
          required
          maxLength={120}
          autoComplete="organization"
          autoFocus
        />
        <TextInput
          {...fields.bind('industry')}
          label={t('fields.industry')}
          placeholder={t('session.industryHint')}
          maxLength={120}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" style={{ alignItems: 'end' }}>
          <TextInput
            {...fields.bind('country')}
            label={t('fields.country')}
            maxLength={60}
            autoComplete="country-name"
          />
          <TextInput
            {...fields.bind('currency')}
            label={t('fields.currency')}
            description={t('session.currencyHint')}
            maxLength={3}
            autoCapitalize="characters"
          />
        </SimpleGrid>
        <TimeZoneInput {...fields.bind('timeZone')} description={t('session.timeZoneHint')} maxLength={60} />
        <Button type="submit" loading={busy} fullWidth>
          {t('session.foundCompany')}
        </Button>
      </Stack>
    </form>
  );
}
