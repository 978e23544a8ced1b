import { Button } from '@mantine/core';
import { api } from '@web/http/api';
import { saveFile } from '@web/ui/saveFile';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';

/** A button that saves what the API answers with. */
export function FileSaver({ path, name, label }: { path: string; name: string; label: string }) {
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveFile(await api<Blob>(path, { answer: 'file' }), name);
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  return (
    <Button size="xs" variant="default" loading={busy} onClick={() => void save()}>
      {label}
    </Button>
  );
}
