/** What is set for a company as a whole. */
export const settings = {
  title: 'Settings',
  hint: 'In which time zone the company is, and through which day its stock is closed',
  change: 'Change',
  saved: 'Saved',
  timeZone: 'Time zone',
  timeZoneText: 'Documents without a date, alerts, reports and certificates go by the day it is there.',
  inTimeZone: '{{zone}}: today is {{day}}',
  noTimeZone: 'Not said yet: days are those of UTC, today {{day}}',
  timeZoneName: 'Name of the time zone',
  timeZoneNameText: 'As in Asia/Kolkata or Europe/Rome. Empty for UTC.',
  closing: 'Closed stock',
  closingText: 'What is closed stays as it is: nothing is posted on such a day or before it.',
  open: 'No day is closed',
  closedThrough: 'Closed through',
  closedThroughText: 'Empty to open it again.',
};
