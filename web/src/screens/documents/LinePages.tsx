import { Button, Group, NativeSelect } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import classes from './DocumentForm.module.css';
import { LINES_A_PAGE } from './useDocumentForm';

type Props = { page: number; pages: number; count: number; onPage: (page: number) => void };

/** Which of many lines are on the screen. What is typed into the others stays as it is. */
export function LinePages({ page, pages, count, onPage }: Props) {
  const { t, count: number } = useFormat();
  const range = (at: number) =>
    t('documents.linesOf', {
      first: number(at * LINES_A_PAGE + 1),
      last: number(Math.min(count, (at + 1) * LINES_A_PAGE)),
      count: number(count),
    });
  return (
    <nav className={classes.pages} aria-label={t('documents.linePages')}>
      <Group gap="xs">
        <Button size="xs" variant="default" disabled={page === 0} onClick={() => onPage(page - 1)}>
          {t('documents.linesBefore')}
        </Button>
        <NativeSelect
          size="xs"
          aria-label={t('documents.linePages')}
          value={String(page)}
          data={Array.from({ length: pages }, (_, at) => ({ value: String(at), label: range(at) }))}
          onChange={(event) => onPage(Number(event.currentTarget.value))}
        />
        <Button size="xs" variant="default" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
          {t('documents.linesAfter')}
        </Button>
      </Group>
    </nav>
  );
}
