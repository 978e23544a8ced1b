import { Anchor } from '@mantine/core';
import { useT } from '@web/i18n';
import { useMe } from '@web/session/useMe';
import { useCan } from '@web/session/useSession';
import { Banner } from '@web/ui/Banner';
import { Link } from 'react-router';

/** While the operator's support can work in the company, everybody of it sees so. */
export function SupportBanner() {
  const t = useT();
  const can = useCan();
  const { data } = useMe();
  if (!data?.supportActive) return null;
  return (
    <Banner icon="support" text={t('support.active')}>
      {can('support:manage') && (
        <Anchor component={Link} to="/support" c="inherit" underline="always" size="sm">
          {t('support.seeAndEnd')}
        </Anchor>
      )}
    </Banner>
  );
}
