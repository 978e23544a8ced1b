import type { Count, CountEntry } from '@contract';
import { Button, Group, Text, TextInput } from '@mantine/core';
import { ConfirmDialog } from '@web/form/ConfirmDialog';
import { LeaveGuard } from '@web/form/LeaveGuard';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useSubmit } from '@web/form/useSubmit';
import { decimalField, decimalTyped } from '@web/format/decimalText';
import { useFormat } from '@web/format/useFormat';
import { ApiError } from '@web/http/problem';
import { Icon } from '@web/ui/Icon';
import { Panel } from '@web/ui/Panel';
import { tellDone } from '@web/ui/tell';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import classes from './Count.module.css';
import type { CountLine } from './differences';
import { FoundDialog } from './FoundDialog';
import { useCountCalls } from './useCountCalls';

const SHOWN = 100;
/** How many the server takes at once. */
const MOST = 1000;

const matches = (line: CountLine, text: string) =>
  [line.itemName, line.sku, line.lotNumber].some((value) => value?.toLowerCase().includes(text.trim().toLowerCase()));

/** What is counted, line by line; Enter goes down, as it does on a sheet of paper. */
export function CountEntryForm({ count }: { count: Count }) {
  const format = useFormat();
  const { t, locale } = format;
  const calls = useCountCalls();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [filter, setFilter] = useState('');
  const [all, setAll] = useState(false);
  const [finding, setFinding] = useState(false);
  const [handingIn, setHandingIn] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const sent = useRef<readonly CountLine[]>([]);
  const showFaults = (error: unknown) => {
    if (!(error instanceof ApiError)) return [];
    const loose: string[] = [];
    const found: Record<string, string> = {};
    for (const { path, message } of error.errors) {
      const line = sent.current[Number(/^lines\.(\d+)\./.exec(path)?.[1])];
      if (line) found[line.id] ??= message;
      else loose.push(message);
    }
    setFaults(found);
    return loose;
  };
  const { busy, problem, submit } = useSubmit({ clearFaults: () => setFaults({}), showFaults });
  useEffect(() => {
    if (Object.keys(faults).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [faults]);

  const stored = (line: CountLine) => decimalField(line.counted, locale);
  const textOf = (line: CountLine) => typed[line.id] ?? stored(line);
  const changed = count.lines.filter((line) => textOf(line).trim() !== '' && textOf(line) !== stored(line));
  const saveAll = async () => {
    if (changed.length === 0) return;
    for (let from = 0; from < changed.length; from += MOST) {
      sent.current = changed.slice(from, from + MOST);
      await calls.enter(count.id, sent.current.map(entryOf));
      const done = new Set(sent.current.map(({ id }) => id));
      setTyped((before) => Object.fromEntries(Object.entries(before).filter(([id]) => !done.has(id))));
    }
    tellDone(t('stock.countsSaved'));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void submit(saveAll);
  };
  // What was typed is saved before the counting is said to be over.
  const handIn = () =>
    void submit(async () => {
      await saveAll();
      setHandingIn(true);
    });
  const entryOf = (line: CountLine): CountEntry => ({
    itemId: line.itemId,
    ...(line.lotId !== null && { lotId: line.lotId }),
    ...(line.status !== 'IN_TRANSIT' && { status: line.status }),
    counted: decimalTyped(textOf(line), locale),
  });
  const goDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const inputs = [...(form.current?.querySelectorAll<HTMLInputElement>('[data-count]') ?? [])];
    inputs[inputs.indexOf(event.currentTarget) + 1]?.focus();
  };
  const wanted = filter.trim() === '' ? count.lines : count.lines.filter((line) => matches(line, filter));
  const shown = all ? wanted : wanted.slice(0, SHOWN);
  return (
    <form ref={form} onSubmit={save} noValidate>
      <LeaveGuard dirty={changed.length > 0} />
      <Panel
        title={t('stock.countLines')}
        actions={
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => setFinding(true)}
          >
            {t('stock.addFound')}
          </Button>
        }
      >
        <ProblemAlert problem={problem} />
        {count.lines.length > 5 && (
          <TextInput
            aria-label={t('grid.search')}
            placeholder={t('screens.alerts.search')}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            leftSection={<Icon name="search" size={15} />}
            mb="sm"
            maw={320}
          />
        )}
        {wanted.length === 0 && <Text c="dimmed">{t(filter === '' ? 'stock.noCountLines' : 'grid.noMatch')}</Text>}
        <ul className={classes.lines}>
          {shown.map((line) => (
            <li key={line.id} className={classes.line}>
              <div className={classes.what}>
                <div>{line.itemName}</div>
                <div className={classes.hint}>
                  {[
                    line.sku,
                    line.lotNumber,
                    line.status === 'AVAILABLE' ? null : format.enumLabel('stockStatus', line.status),
                    line.expected === null
                      ? null
                      : `${t('fields.expected')} ${format.quantity(line.expected, line.unit)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
              <TextInput
                className={classes.field ?? ''}
                aria-label={t('stock.countField', {
                  name: [line.itemName, line.lotNumber].filter(Boolean).join(' · '),
                })}
                value={textOf(line)}
                error={faults[line.id]}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setTyped((before) => ({ ...before, [line.id]: value }));
                }}
                onKeyDown={goDown}
                inputMode="decimal"
                autoComplete="off"
                rightSection={<span className={classes.hint}>{format.enumLabel('unit', line.unit)}</span>}
                rightSectionWidth={56}
                data-count
              />
            </li>
          ))}
        </ul>
        {shown.length < wanted.length && (
          <Button size="xs" variant="default" mt="sm" onClick={() => setAll(true)}>
            {t('documents.showAll', { count: wanted.length - shown.length })}
          </Button>
        )}
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" disabled={busy} onClick={handIn}>
            {t('stock.submit')}
          </Button>
          <Button type="submit" loading={busy} disabled={changed.length === 0}>
            {t('stock.enterCounts')}
          </Button>
        </Group>
      </Panel>
      {handingIn && (
        <ConfirmDialog
          title={`${t('stock.submit')}: ${count.number}`}
          text={t('stock.submitText')}
          submitLabel={t('stock.submit')}
          onClose={() => setHandingIn(false)}
          onSubmit={async () => {
            await calls.act(count.id, 'submit');
            tellDone(t('stock.submitted', { number: count.number }));
          }}
        />
      )}
      {finding && <FoundDialog count={count} onClose={() => setFinding(false)} />}
    </form>
  );
}
