import { Button } from '@mantine/core';
import { useSaveAnswer } from '@web/ui/useSaveAnswer';

/** A button that saves what the API answers with. */
export function FileSaver({ path, name, label }: { path: string; name: string; label: string }) {
  const { saving, save } = useSaveAnswer();
  return (
    <Button size="xs" variant="default" loading={saving} onClick={() => void save(path, name)}>
      {label}
    </Button>
  );
}
