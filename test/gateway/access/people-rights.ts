/** What each field asks of a caller, written by hand: any one of the lists is enough. */
export const requirements: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Customer.taxId': [['tax']],
  'Customer.ssn': [['pii']],
  'Customer.email': [['division']],
  'Customer.nickname': [['signedIn']],
  'Customer.dob': [['dob']],
  'Customer.tier': [['tier']],
  'Customer.notes': [['pii', 'notes'], ['audit']],
  'Customer.risk': [['pii']],
  'Contact.phone': [['phone']],
  'Address.street': [['street']],
  'Staff.id': [['hr']],
  'Staff.name': [['hr']],
  'Staff.ssn': [['hr', 'pii']],
  'Staff.boss': [['hr']],
  'Staff.salary': [['hr']],
  'Query.staff': [['hr']],
  'Vendor.iban': [['bank']],
  'Account.iban': [['bank']],
  'Book.pages': [['pages']],
  'Book.reviews': [['reviews']],
  'Film.reviews': [['reviews']],
  'Mutation.setName': [['crm:write']],
};

/** Each kind of right in the graph: scopes, a division, being signed in. */
export const rights: readonly string[] = [...new Set(Object.values(requirements).flat(2))].sort();
