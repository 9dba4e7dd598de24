/**
 * By which names columns are known, in lower case without punctuation. The first names of each field are those of the Home
 * Office list as published by councils; the others are usual in registration offices' own databases and exports.
 */
import type { Field } from './list-fields.ts';

export const columnNames: Readonly<Record<Field, readonly string[]>> = {
  reference: names(`
    home office reference, home office ref, home office reference number, home office ref no, home office ref number,
    home office number, home office no, ho ref, ho reference, ho ref no, ho reference no, ho ref number,
    ho reference number, ho no, ho number, horef, horef no, reference, reference number, reference no, ref, ref no,
    ref number, case reference, case ref, case ref no, case reference number, case number, case no, case id,
    application reference, application ref, application number, application no, unique application number, uan`),
  lead: names(`
    lead case identifier, lead case id, lead case, lead case ref, lead case reference, lead case reference number,
    lead case number, lead case no, lead identifier, lead id, lead ref, lead reference, lead reference number,
    lead applicant, lead applicant reference, lead applicant ref, lead applicant id, lead, main applicant,
    main applicant ref, main applicant reference, main case, linked case, linked case ref, linked case reference,
    family reference, family ref, family id, family group, family case, family case id, group reference, group ref,
    group id`),
  surname: names(`
    surname, surnames, last name, lastname, family name, familyname, second name, surname family name`),
  forenames: names(`
    forenames, forename, forename s, forenames s, first name, first names, first name s, firstname, given name,
    given names, given name s, givenname, givennames, christian name, christian names, middle name, middle names,
    middle name s, other names, forename 1, forename 2, forename 3, first forename`),
  fullName: names(`
    full name, name, fullname, name of citizen, name of applicant, new citizen, names, full names`),
  dateOfBirth: names(`
    date of birth, dob, d o b, birth date, birthdate, dateofbirth, born, date birth, birthday`),
  address: names(`
    address, full address, home address, current address, postal address, correspondence address, contact address,
    address line, address 1, address 2, address 3, address 4, address 5, address 6, address1, address2, address3,
    address4, address5, address6, address line 1, address line 2, address line 3, address line 4, address line 5,
    address line 6, addressline1, addressline2, addressline3, addressline4, addr1, addr2, addr3, addr4, addr 1,
    addr 2, addr 3, addr 4, add 1, add 2, add 3, house, house number, house no, house name, house name number, flat,
    flat number, street, street name, road, town, city, town city, post town, county, locality, district`),
  postcode: names(`
    postcode, post code, postal code, pcode, p code, zip, zip code, post code zip`),
  country: names(`
    country of origin, nationality, country of nationality, current nationality, previous nationality,
    original nationality, former nationality, present nationality, nationality country, citizenship,
    country of citizenship, previous citizenship, nationality of origin, origin country, nat,
    nationality country of origin`),
  registered: names(`
    registered to vote, on electoral register, on the electoral register, electoral register, already registered,
    registered voter, registered, registered at baseline, on register, registered elector, electoral roll,
    on electoral roll`),
  reason: names(`
    takes no part, takes no part because, not eligible because, reason not eligible, exclusion, exclusion code`),
  unused: names(`
    poll date, poll number, poll no, certificate number, certificate no, cert number, cert no, certificate, cert,
    phone, telephone, phone number, telephone number, tel, tel no, mobile, mobile number, mobile no, contact number,
    contact no, home phone, home telephone, mobile phone, daytime telephone, telephone no, email, e mail,
    email address, e mail address, application type, type of application, type, title, gender, sex, place of birth,
    country of birth, town of birth, notes, comments, remarks, guests, number of guests, no of guests,
    oath or affirmation, oath affirmation, ceremony date, date of ceremony, ceremony time, ceremony, status, booked,
    paid, no, number, s no, sn, row, invitation date, date invited, date received, expiry date, interpreter,
    access needs, marital status, ethnicity, attended`),
};

function names(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}
