import { api } from '@web/http/api';
import { useState } from 'react';
import { saveFile } from './saveFile';
import { tellFailed } from './tell';

/** Saves what the API answers at a path as a file of that name, and says whether it is at it. */
export function useSaveAnswer() {
  const [saving, setSaving] = useState(false);
  const save = async (path: string, name: string) => {
    setSaving(true);
    try {
      saveFile(await api<Blob>(path, { answer: 'file' }), name);
    } catch (error) {
      tellFailed(error);
    }
    setSaving(false);
  };
  return { saving, save };
}
