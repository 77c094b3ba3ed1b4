import { parsePhoneNumberFromString } from "libphonenumber-js";

/** Enough of a contact to recognise one's own, and too little to write to it: m•••@example.org, +90 5•• ••• •• 17. */
export function masked(contact: string): string {
  const [name = "", host] = contact.split("@");
  if (host) return `${name[0]}•••@${host}`;
  const [country = "", ...groups] = (parsePhoneNumberFromString(contact)?.formatInternational() ?? contact).split(" ");
  return `${country} ${groups.join(" ").replace(/(?<=\d.*)\d(?=.*\d.*\d)/g, "•")}`;
}
