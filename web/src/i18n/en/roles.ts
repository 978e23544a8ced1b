/** Roles of the company's own. */
export const roles = {
  title: 'Roles',
  hint: 'Roles of your own: who may do what, beyond the four there are',
  own: 'Own roles',
  ownText:
    'Who has one of them may do what it says, in place of what their role gives. Give them on the people screen.',
  new: 'New role',
  make: 'Make role',
  made: 'The role {{name}} is there',
  change: 'Change',
  changeNamed: 'Change {{name}}',
  changed: 'The role {{name}} is changed',
  counts_one: 'It counts at once for {{count}} person who has it.',
  counts_other: 'It counts at once for {{count}} people who have it.',
  deleteNamed: 'Delete {{name}}',
  deleteText: 'Only a role that nobody has can be deleted.',
  deleted: 'The role {{name}} is deleted',
  none: 'No roles of your own yet',
  noneText: 'Make one where owner, administrator, manager and employee do not fit.',
};
