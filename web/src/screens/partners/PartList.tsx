import { Button, Group } from '@mantine/core';
import { useT } from '@web/i18n';
import { Lines } from '@web/record/Lines';
import { Icon } from '@web/ui/Icon';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { lines, PartDialog } from './PartDialog';
import type { Entry, Part } from './parts';

type Props = {
  part: Part;
  entries: readonly Entry[];
  /** Sends the list anew; left out where it cannot be changed. */
  save?: ((body: object) => Promise<unknown>) | undefined;
};

/** A list of a party with what can be done to it: add a line, change one, take one away. */
export function PartList({ part, entries, save }: Props) {
  const t = useT();
  const [at, setAt] = useState<number | null>(null);
  const remove = async (index: number) => {
    if (!save) return;
    try {
      await save({ [part.list]: lines(part, entries).toSpliced(index, 1) });
      tellDone(t('forms.saved'));
    } catch (error) {
      tellFailed(error);
    }
  };
  const numbered = entries.map((entry, index) => ({ entry, index }));
  const button = { variant: 'subtle', size: 'compact-xs' } as const;
  return (
    <>
      <Lines
        title={part.title}
        empty={part.empty}
        lines={numbered}
        lineKey={({ index }) => String(index)}
        columns={[
          ...part.columns.map(({ label, cell }) => ({
            label,
            cell: ({ entry }: { entry: Entry }, format: Parameters<typeof cell>[1]) => cell(entry, format),
          })),
          ...(save
            ? [
                {
                  label: 'common.actions' as const,
                  cell: ({ index }: { index: number }) => (
                    <Group gap={4} wrap="nowrap">
                      <Button {...button} onClick={() => setAt(index)}>
                        {t('common.edit')}
                      </Button>
                      <Button {...button} color="madder" onClick={() => void remove(index)}>
                        {t('common.delete')}
                      </Button>
                    </Group>
                  ),
                },
              ]
            : []),
        ]}
      />
      {save && (
        <Button {...button} mt={6} leftSection={<Icon name="plus" size={14} />} onClick={() => setAt(entries.length)}>
          {t(part.add)}
        </Button>
      )}
      {save && at !== null && (
        <PartDialog part={part} entries={entries} at={at} save={save} onClose={() => setAt(null)} />
      )}
    </>
  );
}
