import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { IMPORTS } from '@web/imports/importKinds';
import { Icon } from '@web/ui/Icon';
import { Link } from 'react-router';

export function BackToImports() {
  const t = useT();
  return (
    <Button
      component={Link}
      to={IMPORTS}
      variant="subtle"
      size="compact-sm"
      mb={4}
      leftSection={<Icon name="back" size={15} />}
    >
      {t('imports.back')}
    </Button>
  );
}
