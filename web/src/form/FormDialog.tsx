import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core';
import { useT } from '@web/i18n';
import { type FormEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { ProblemAlert } from './ProblemAlert';
import { useSubmit } from './useSubmit';

type Props = {
  title: string;
  submitLabel: string;
  /** Of what cannot be taken back. */
  tone?: 'danger';
  size?: ModalProps['size'];
  /** Whether there is enough to send; what is wrong with it, the server says. */
  ready?: boolean;
  fields: {
    form: RefObject<HTMLFormElement | null>;
    clearFaults: () => void;
    showFaults: (error: unknown) => string[];
  };
  /** What the button does; the dialog closes once it is done, and says why where it is refused. */
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
};

/** A question with fields over the page: there while it is drawn. */
export function FormDialog({ title, size = 'md', fields, onSubmit, onClose, children, ...button }: Props) {
  const { submitLabel, tone, ready = true } = button;
  const t = useT();
  const { busy, problem, submit } = useSubmit(fields);
  useFocusBackToOpener();
  const send = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void submit(async () => {
      await onSubmit();
      onClose();
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      zIndex={300}
    >
      <form ref={fields.form} onSubmit={send} noValidate>
        <ProblemAlert problem={problem} />
        <Stack gap="md">{children}</Stack>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready} {...(tone === 'danger' && { color: 'madder' })}>
            {submitLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function useFocusBackToOpener() {
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const before = opener.current;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}
