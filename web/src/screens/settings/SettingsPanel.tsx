import { Button, Skeleton, Text } from '@mantine/core';
import { useT } from '@web/i18n';
import { ErrorState } from '@web/ui/ErrorState';
import { Panel } from '@web/ui/Panel';
import { type ReactNode, useState } from 'react';
import { useSettings } from './useSettings';

type Props<Settings> = {
  title: string;
  hint: string;
  /** Where they are in the API. */
  path: string;
  /** What they are now, in a sentence. */
  now: (settings: Settings) => string;
  /** Asks what they are to be. */
  dialog: (settings: Settings, close: () => void) => ReactNode;
};

/** Settings of one subject: what they are, and the way to change them. */
export function SettingsPanel<Settings extends { version: number }>(props: Props<Settings>) {
  const { title, hint, path, now, dialog } = props;
  const t = useT();
  const { data, isPending, error, refetch } = useSettings<Settings>(path);
  const [changing, setChanging] = useState(false);
  return (
    <Panel
      title={title}
      hint={hint}
      actions={
        data && (
          <Button
            size="xs"
            variant="default"
            onClick={() => setChanging(true)}
            aria-label={`${t('settings.change')}: ${title}`}
          >
            {t('settings.change')}
          </Button>
        )
      }
    >
      {isPending && <Skeleton height={24} width="50%" role="status" aria-label={t('common.loading')} />}
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <Text>{now(data)}</Text>}
      {data && changing && dialog(data, () => setChanging(false))}
    </Panel>
  );
}
