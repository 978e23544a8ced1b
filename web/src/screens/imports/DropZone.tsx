import { Button, FileButton } from '@mantine/core';
import { useT } from '@web/i18n';
import { type DragEvent, useState } from 'react';
import classes from './Imports.module.css';

type Props = { accept: string; label: string; describedBy: string; onFile: (file: File) => void };

/** Takes one file, dropped or chosen. */
export function DropZone({ accept, label, describedBy, onFile }: Props) {
  const t = useT();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which does the same by keyboard
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span>{t('imports.drop')}</span>
      <FileButton accept={accept} onChange={(file) => file && onFile(file)}>
        {(props) => (
          <Button {...props} aria-describedby={describedBy}>
            {label}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
