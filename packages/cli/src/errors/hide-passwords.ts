/** User and password of a database's address, however it was written: the password may hold any character but blanks and quotes. */
const IN_ADDRESS = /(\bpostgres(?:ql)?:\/*[^\s:/@"'`]*):[^\s"'`]*@/gi;
const IN_QUERY = /([?&](?:password|sslpassword)=)[^&\s"'`]*/gi;

/** Takes the passwords of database addresses out of a text, such as of an error that repeats what was typed. */
export const hidePasswords = (text: string): string =>
  text.replaceAll(IN_ADDRESS, "$1:***@").replaceAll(IN_QUERY, "$1***");
