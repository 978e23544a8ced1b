import type { Texts } from './en';

export const it: Texts = {
  passwordReset: ({ link, minutes }) => ({
    subject: 'Scegli una nuova password',
    text: `Qualcuno, probabilmente tu, ha chiesto una nuova password per l'account Lavoro di questo indirizzo.

Sceglila qui entro ${minutes} minuti:
${link}

Se non sei stato tu, non devi fare nulla: la tua password resta com'è. Non inoltrare mai il link.`,
    short: `Scegli una nuova password Lavoro entro ${minutes} minuti: ${link} Non sei stato tu? Non fare nulla.`,
  }),
  invitation: ({ link, days }) => ({
    subject: 'Hai ricevuto un invito a un’azienda',
    text: `Qualcuno ti ha invitato a lavorare con la sua azienda in Lavoro. Guarda quale azienda è e chi ti invita:
${link}

L'invito è solo per te e vale ${days} giorni. Non inoltrare mai il link.

Se non aspetti un invito, non devi fare nulla.`,
    short: `Hai ricevuto un invito a un'azienda in Lavoro. Guarda quale entro ${days} giorni: ${link}`,
  }),
  ownershipOffered: ({ days }) => ({
    subject: 'Ti è stata offerta un’azienda',
    text: `Il titolare di un'azienda con cui lavori in Lavoro vuole cedertene la titolarità. Nulla cambia finché non accetti.

Accedi per vedere chi offre quale azienda, e per accettare o rifiutare entro ${days} giorni.`,
    short: `Ti è stata offerta la titolarità di un'azienda in Lavoro. Accedi per rispondere entro ${days} giorni.`,
  }),
  ownershipTaken: () => ({
    subject: 'Ora sei titolare di un’azienda',
    text: `Hai accettato la titolarità di un'azienda in Lavoro.

Se non sei stato tu, cambia subito la password e avvisa chi era titolare prima.`,
    short: "Hai accettato la titolarità di un'azienda in Lavoro. Non sei stato tu? Cambia subito la password.",
  }),
  ownershipGiven: () => ({
    subject: 'La tua azienda ha un altro titolare',
    text: `La titolarità di un'azienda che avevi offerto in Lavoro è stata accettata: non è più tua.

Se non l'hai offerta tu, cambia subito la password e avvisa subito chi gestisce Lavoro per te.`,
    short: 'La titolarità che avevi offerto in Lavoro è stata accettata. Non sei stato tu? Cambia subito la password.',
  }),
  supportOpened: () => ({
    subject: 'L’assistenza lavora nella tua azienda',
    text: `L'assistenza è appena entrata in una tua azienda in Lavoro, come qualcuno dell'azienda ha consentito.

Guarda chi è e che cosa fa alla voce "assistenza" e nel registro delle modifiche. Puoi interromperla in ogni momento.`,
    short:
      "L'assistenza è appena entrata in una tua azienda in Lavoro, con il consenso dell'azienda. Puoi interromperla.",
  }),
  verifyEmail: ({ link, hours }) => ({
    subject: 'Conferma il tuo indirizzo e-mail',
    text: `Con questo indirizzo è stato creato un account Lavoro. Conferma che è tuo entro ${hours} ore:
${link}

Se non hai creato un account, non fare nulla.`,
    short: `Conferma il tuo indirizzo: ${link}`,
  }),
  verifyPhone: ({ code, minutes }) => ({
    subject: 'Conferma il tuo numero di telefono',
    text: `Il tuo codice Lavoro è ${code}. Vale ${minutes} minuti. Nessuno di Lavoro te lo chiederà mai.`,
    short: `Il tuo codice Lavoro è ${code}, vale ${minutes} minuti. Nessuno te lo chiederà mai.`,
  }),
  passwordChanged: () => ({
    subject: 'La tua password è stata cambiata',
    text: `La password del tuo account Lavoro è appena stata cambiata e le altre sessioni sono state chiuse.

Se non sei stato tu, scegline subito un'altra con «Password dimenticata?» nella pagina di accesso e avvisa il titolare della tua azienda.`,
    short:
      'La tua password Lavoro è appena stata cambiata. Non sei stato tu? Scegline un’altra con «Password dimenticata?».',
  }),
  totpEnrolled: () => ({
    subject: 'Per accedere ora serve un codice',
    text: `Da ora, per accedere al tuo account Lavoro, oltre alla password serve un codice della tua app di autenticazione.

Se non sei stato tu, avvisa subito il titolare della tua azienda.`,
    short:
      'Per accedere a Lavoro ora serve un codice dell’app. Non sei stato tu? Avvisa il titolare della tua azienda.',
  }),
  totpDisabled: () => ({
    subject: 'Per accedere non serve più un codice',
    text: `Per accedere al tuo account Lavoro non serve più un codice della tua app di autenticazione: basta la password.

Se non sei stato tu, cambia subito la password e avvisa il titolare della tua azienda.`,
    short: 'Per accedere a Lavoro non serve più un codice. Non sei stato tu? Cambia subito la password.',
  }),
  recoveryCodeUsed: ({ left }) => ({
    subject: 'È stato usato un codice di recupero',
    text: `Uno dei codici di recupero del tuo account Lavoro è appena stato usato al posto di un codice dell'app di autenticazione. Ne restano ${left}.

Se non sei stato tu, cambia subito la password e avvisa il titolare della tua azienda.`,
    short: `È stato usato un codice di recupero Lavoro; ne restano ${left}. Non sei stato tu? Cambia subito la password.`,
  }),
  recoveryCodesMade: () => ({
    subject: 'Hai nuovi codici di recupero',
    text: `Sono stati appena creati nuovi codici di recupero per il tuo account Lavoro. Quelli di prima non valgono più.

Se non sei stato tu, cambia subito la password e avvisa il titolare della tua azienda.`,
    short: 'Creati nuovi codici di recupero del tuo account Lavoro. Non sei stato tu? Cambia subito la password.',
  }),
  changeEmail: ({ link, hours }) => ({
    subject: 'Conferma il tuo nuovo indirizzo e-mail',
    text: `Qualcuno vuole usare da ora questo indirizzo per il suo account Lavoro. Se sei tu, confermalo entro ${hours} ore:
${link}

Se non sei tu, non fare nulla.`,
    short: `Conferma il tuo nuovo indirizzo: ${link}`,
  }),
  addressChanged: () => ({
    subject: 'Il tuo indirizzo è stato cambiato',
    text: `Da ora il tuo account Lavoro ha un altro indirizzo e-mail o un altro numero di telefono. Chi l'ha cambiato ha mostrato di leggerlo e conosceva la password.

Se non sei stato tu, avvisa subito il titolare della tua azienda e chi gestisce Lavoro per voi.`,
    short:
      'Il tuo account Lavoro ha ora un altro indirizzo. Non sei stato tu? Avvisa subito il titolare della tua azienda.',
  }),
};
