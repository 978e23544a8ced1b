import { Alert, Button, Progress, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { LeaveGuard } from '@web/form/LeaveGuard';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useT } from '@web/i18n';
import { IMPORTS } from '@web/imports/importKinds';
import { recordKey } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { Panel } from '@web/ui/Panel';
import { useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { DropZone } from './DropZone';
import classes from './Imports.module.css';
import { faultOf, sendImport } from './sentFile';

/** The file: sent as soon as it is chosen, for nothing is made of it yet. */
export function FilePanel({ kind }: { kind: string }) {
  const t = useT();
  const hint = useId();
  const { send, stop, file, share, error, made } = useSending(kind);
  const navigate = useNavigate();
  // Leaves only once the guard below knows that nothing is under way any more.
  useEffect(() => {
    if (made !== null) void navigate(`${IMPORTS}/${made}`);
  }, [made, navigate]);
  const fault = file && faultOf(file);
  const name = file?.name ?? '';
  return (
    <Panel title={t('imports.file')}>
      <LeaveGuard dirty={share !== null} />
      {fault && (
        <Alert color="madder" variant="light" icon={<Icon name="alert" />} role="alert" mb="md">
          {t(`imports.${fault}`, { name })}
        </Alert>
      )}
      <ProblemAlert problem={error === null ? null : { error, loose: [] }} />
      {error !== null && file && (
        <div className={classes.actions} style={{ marginBlock: '0 0.9rem' }}>
          <Button onClick={() => send(file)}>{t('imports.again')}</Button>
          <Text size="sm">
            {name}. {t('imports.notSent')} {t('imports.maybeSent')}
          </Text>
        </div>
      )}
      {share === null && (
        <>
          <DropZone
            accept=".csv,.tsv,.txt,.xlsx"
            label={t(file ? 'imports.another' : 'imports.choose')}
            describedBy={hint}
            onFile={send}
          />
          <p id={hint} className={classes.hint} style={{ marginBlockStart: '0.5rem' }}>
            {t('imports.fileHint')}
          </p>
        </>
      )}
      {share !== null && (
        <div role="status">
          <Text mb="xs">{t(share < 1 ? 'imports.sending' : 'imports.checking', { name })}</Text>
          <Progress value={share * 100} animated={share === 1} aria-label={t('imports.sending', { name })} />
          <div className={classes.actions}>
            <Button size="xs" variant="default" onClick={stop}>
              {t('imports.stop')}
            </Button>
          </div>
        </div>
      )}
    </Panel>
  );
}

function useSending(kind: string) {
  const client = useQueryClient();
  const company = useCompany();
  const stopping = useRef<AbortController | null>(null);
  const [file, setFile] = useState<File | null>(null);
  /** How much of it has been sent; null when nothing is under way. */
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [made, setMade] = useState<string | null>(null);
  useEffect(() => () => stopping.current?.abort(), []);

  const send = async (chosen: File) => {
    setFile(chosen);
    setError(null);
    if (faultOf(chosen) !== null) return;
    const stop = new AbortController();
    stopping.current = stop;
    setShare(0);
    try {
      const batch = await sendImport({ kind, file: chosen, signal: stop.signal, onSent: setShare });
      client.setQueryData(recordKey(company.id, IMPORTS, batch.id), batch);
      await client.invalidateQueries({ queryKey: [company.id, IMPORTS, 'list'] });
      setMade(batch.id);
    } catch (failed) {
      if (!stop.signal.aborted) setError(failed);
    }
    setShare(null);
  };
  return {
    file,
    share,
    error,
    made,
    send: (chosen: File) => void send(chosen),
    stop: () => stopping.current?.abort(),
  };
}
