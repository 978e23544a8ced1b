import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useT } from '@web/i18n';

/** A password: what is wrong with it is told to screen readers as well, and so is the button that shows it, by keyboard too. */
export function PasswordField(props: PasswordInputProps) {
  const t = useT();
  return (
    <PasswordInput
      {...props}
      {...(props.error && { 'aria-invalid': true })}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t('session.showTyped') }}
    />
  );
}
