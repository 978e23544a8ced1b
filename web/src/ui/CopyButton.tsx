import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { useState } from 'react';
import { Icon } from './Icon';

/** Copies a text that is shown beside it. Where the browser gives no clipboard the text can still be marked. */
export function CopyButton({ text }: { text: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={15} />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{t(copied ? 'common.copied' : 'common.copy')}</span>
    </Button>
  );
}
