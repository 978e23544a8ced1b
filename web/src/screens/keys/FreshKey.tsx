import type { NewApiKey } from '@contract';
import { Alert, Button, Group, Text, TextInput } from '@mantine/core';
import { useT } from '@web/i18n';
import { CopyButton } from '@web/ui/CopyButton';
import { Icon } from '@web/ui/Icon';

/** A key, the one time it is shown. */
export function FreshKey({ made, onKept }: { made: NewApiKey; onKept: () => void }) {
  const t = useT();
  return (
    <Alert
      color="weld"
      variant="light"
      icon={<Icon name="key" />}
      title={t('keys.once', { name: made.name })}
      role="status"
      mb="md"
      flex="none"
    >
      <Text size="sm">{t('keys.onceText')}</Text>
      <TextInput
        label={t('keys.one')}
        value={made.key}
        readOnly
        mt="xs"
        styles={{ input: { fontFamily: 'ui-monospace, monospace' } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group gap="xs" mt="sm">
        <CopyButton text={made.key} />
        <Button size="xs" onClick={onKept}>
          {t('keys.kept')}
        </Button>
      </Group>
    </Alert>
  );
}
