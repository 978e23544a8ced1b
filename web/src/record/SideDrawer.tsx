import { Drawer, Skeleton, Stack } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import type { UseQueryResult } from '@tanstack/react-query';
import { useT } from '@web/i18n';
import { ErrorState } from '@web/ui/ErrorState';
import type { ReactNode } from 'react';

type Props<Row> = {
  title: string;
  onClose: () => void;
  query: UseQueryResult<Row>;
  children: (row: Row) => ReactNode;
};

/** A drawer beside a list, for one thing that is fetched: waiting, what went wrong, or the thing. */
export function SideDrawer<Row>({ title, onClose, query, children }: Props<Row>) {
  const t = useT();
  // Escape closes only what lies on top: a question asked over this drawer goes first.
  useWindowEvent(
    'keydown',
    (event) => {
      if (event.key === 'Escape' && document.querySelectorAll('[role="dialog"]').length === 1) onClose();
    },
    true,
  );
  return (
    <Drawer
      opened
      closeOnEscape={false}
      onClose={onClose}
      position="right"
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      {query.isPending && (
        <Stack gap="sm" role="status" aria-label={t('common.loading')}>
          <Skeleton height={24} width="60%" />
          <Skeleton height={14} width="30%" />
          <Skeleton height={120} mt="md" />
          <Skeleton height={120} />
        </Stack>
      )}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && children(query.data)}
    </Drawer>
  );
}
