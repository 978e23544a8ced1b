import type { Dictionary } from '../dictionary';

export const roles: Dictionary['roles'] = {
  title: 'Ruoli',
  hint: 'Ruoli propri: chi può fare che cosa, oltre ai quattro di base',
  own: 'Ruoli propri',
  ownText:
    'Chi ne ha uno può fare ciò che dice, al posto di ciò che dà il ruolo di base. Si assegnano nella pagina delle persone.',
  new: 'Nuovo ruolo',
  make: 'Crea ruolo',
  made: 'Il ruolo {{name}} è stato creato',
  change: 'Modifica',
  changeNamed: 'Modifica {{name}}',
  changed: 'Il ruolo {{name}} è cambiato',
  counts_one: 'Vale subito per {{count}} persona che lo ha.',
  counts_other: 'Vale subito per {{count}} persone che lo hanno.',
  deleteNamed: 'Elimina {{name}}',
  deleteText: 'Si può eliminare solo un ruolo che nessuno ha.',
  deleted: 'Il ruolo {{name}} è eliminato',
  none: 'Ancora nessun ruolo proprio',
  noneText: 'Creane uno dove titolare, amministratore, responsabile e addetto non bastano.',
};
