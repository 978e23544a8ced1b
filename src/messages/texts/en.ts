/** What one message says: by e-mail, and in the few words of a text message. */
export type MessageText = { readonly subject: string; readonly text: string; readonly short: string };

/**
 * Nothing that whoever asked for a message has typed is in it, names neither: else anybody could have us send their words
 * to anybody.
 */
export const en = {
  passwordReset: ({ link, minutes }: { link: string; minutes: number }): MessageText => ({
    subject: 'Choose a new password',
    text: `Somebody, probably you, has asked for a new password for the Lavoro account of this address.

Choose it here, within ${minutes} minutes:
${link}

If it was not you, there is nothing to do: your password stays as it is. Never pass the link on.`,
    short: `Choose a new Lavoro password within ${minutes} minutes: ${link} Not you? Then do nothing.`,
  }),
  invitation: ({ link, days }: { link: string; days: number }): MessageText => ({
    subject: 'You have been invited to a company',
    text: `Somebody has invited you to work with their company in Lavoro. See which company it is, and who invites you:
${link}

The invitation is yours alone and good for ${days} days. Never pass the link on.

If you expect no invitation, there is nothing to do.`,
    short: `You have been invited to a company in Lavoro. See which, within ${days} days: ${link}`,
  }),
  ownershipOffered: ({ days }: { days: number }): MessageText => ({
    subject: 'A company was offered to you',
    text: `The owner of a company you work with in Lavoro wants to make you its owner. Nothing changes until you accept.

Sign in to see who offers which company, and to accept or decline within ${days} days.`,
    short: `The ownership of a company was offered to you in Lavoro. Sign in to answer within ${days} days.`,
  }),
  ownershipTaken: (): MessageText => ({
    subject: 'You own a company now',
    text: `You have accepted the ownership of a company in Lavoro.

If it was not you, change your password now, and tell whoever owned the company before.`,
    short: 'You have accepted the ownership of a company in Lavoro. Not you? Change your password now.',
  }),
  ownershipGiven: (): MessageText => ({
    subject: 'Your company has another owner',
    text: `The ownership of a company that you had offered in Lavoro was accepted: it is no longer yours.

If you have not offered it, change your password now, and tell whoever runs Lavoro for you at once.`,
    short: 'The ownership you had offered in Lavoro was accepted. Not you? Change your password now.',
  }),
  supportOpened: (): MessageText => ({
    subject: 'Support works in your company',
    text: `Support has just come into a company of yours in Lavoro, as somebody of it consented to.

See who it is and what it does under "support" and in the audit log. You can end it there at any time.`,
    short: 'Support has just come into a company of yours in Lavoro, as somebody of it consented to. You can end it.',
  }),
  verifyEmail: ({ link, hours }: { link: string; hours: number }): MessageText => ({
    subject: 'Confirm your e-mail address',
    text: `A Lavoro account was made with this address. Confirm that it is yours, within ${hours} hours:
${link}

If you have not made an account, do nothing.`,
    short: `Confirm your address: ${link}`,
  }),
  verifyPhone: ({ code, minutes }: { code: string; minutes: number }): MessageText => ({
    subject: 'Confirm your phone number',
    text: `Your Lavoro code is ${code}. It is good for ${minutes} minutes. Nobody of Lavoro will ever ask you for it.`,
    short: `Your Lavoro code is ${code}, good for ${minutes} minutes. Nobody will ever ask you for it.`,
  }),
  passwordChanged: (): MessageText => ({
    subject: 'Your password was changed',
    text: `The password of your Lavoro account was just changed, and you were signed out everywhere else.

If it was not you, choose another one now with "Forgot your password?" on the sign-in page, and tell the owner of your company.`,
    short:
      'Your Lavoro password was just changed. Not you? Choose another one with "Forgot your password?" on the sign-in page.',
  }),
  totpEnrolled: (): MessageText => ({
    subject: 'Signing in now takes a code',
    text: `From now on, signing in to your Lavoro account takes a code of your authenticator app beside the password.

If it was not you, tell the owner of your company at once.`,
    short: 'Signing in to Lavoro now takes a code of an authenticator app. Not you? Tell the owner of your company.',
  }),
  totpDisabled: (): MessageText => ({
    subject: 'Signing in no longer takes a code',
    text: `Signing in to your Lavoro account no longer takes a code of your authenticator app: the password is enough.

If it was not you, change your password now, and tell the owner of your company.`,
    short: 'Signing in to Lavoro no longer takes a code. Not you? Change your password now.',
  }),
  recoveryCodeUsed: ({ left }: { left: number }): MessageText => ({
    subject: 'A recovery code was used',
    text: `One of the recovery codes of your Lavoro account was just used instead of a code of your authenticator app. There are ${left} left.

If it was not you, change your password now, and tell the owner of your company.`,
    short: `A recovery code of your Lavoro account was used; ${left} left. Not you? Change your password now.`,
  }),
  recoveryCodesMade: (): MessageText => ({
    subject: 'You have new recovery codes',
    text: `New recovery codes were just made for your Lavoro account. The codes of before are no longer good.

If it was not you, change your password now, and tell the owner of your company.`,
    short: 'New recovery codes were made for your Lavoro account. Not you? Change your password now.',
  }),
  changeEmail: ({ link, hours }: { link: string; hours: number }): MessageText => ({
    subject: 'Confirm your new e-mail address',
    text: `Somebody wants to use this address for their Lavoro account from now on. If it is you, confirm it within ${hours} hours:
${link}

If it is not you, do nothing.`,
    short: `Confirm your new address: ${link}`,
  }),
  addressChanged: (): MessageText => ({
    subject: 'Your address was changed',
    text: `Your Lavoro account has another e-mail address or phone number from now on. Its person has shown to read it, and knew the password.

If it was not you, tell the owner of your company at once, and whoever runs Lavoro for you.`,
    short: 'Your Lavoro account has another address now. Not you? Tell the owner of your company at once.',
  }),
};

/** English is complete by definition; every other language has the same shape, or does not compile. */
export type Texts = typeof en;
