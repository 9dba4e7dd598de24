/**
 * Countries by what their citizens could vote in before they became British, each with its ISO 3166 codes, its names, then (after
 * the stroke) what a citizen is called. Longer than other files because it is a table.
 *
 * commonwealth: British Nationality Act 1981, Schedule 3 as amended (Gabon, Togo and Eswatini included, Zimbabwe kept, The
 * Gambia put back by SI 2018/620); its section 37 adds British overseas territories citizens, British Nationals (Overseas) and
 * other British nationals. They vote in every election if they have leave to remain, which everybody has who is naturalised
 * (Representation of the People Act 1983, section 4(6)).
 * treaty: EU countries whose citizens vote in local elections whenever they came (Elections Act 2022, Schedule 8).
 * europe: the other EU countries, whose citizens do if they have lived here lawfully since before 2021 (the same Act).
 */
export const commonwealthCountries = `
AG ATG Antigua and Barbuda, Antigua | Antiguan, Barbudan
AU AUS Australia | Australian
BS BHS Bahamas, The Bahamas | Bahamian
BD BGD Bangladesh | Bangladeshi
BB BRB Barbados | Barbadian, Bajan
BZ BLZ Belize | Belizean
BW BWA Botswana | Botswanan, Motswana
BN BRN Brunei, Brunei Darussalam | Bruneian
CM CMR Cameroon | Cameroonian
CA CAN Canada | Canadian
CY CYP Cyprus, Republic of Cyprus | Cypriot
DM DMA Dominica, Commonwealth of Dominica
SZ SWZ Eswatini, Swaziland | Swazi
FJ FJI Fiji, Fiji Islands | Fijian
GA GAB Gabon | Gabonese
GM GMB Gambia, The Gambia | Gambian
GH GHA Ghana | Ghanaian
GD GRD Grenada | Grenadian
GY GUY Guyana | Guyanese
IN IND India | Indian
JM JAM Jamaica | Jamaican
KE KEN Kenya | Kenyan
KI KIR Kiribati | I-Kiribati
LS LSO Lesotho | Basotho, Mosotho
MW MWI Malawi | Malawian
MY MYS Malaysia | Malaysian
MV MDV Maldives | Maldivian
MT MLT Malta | Maltese
MU MUS Mauritius | Mauritian
MZ MOZ Mozambique | Mozambican
NA NAM Namibia | Namibian
NR NRU Nauru | Nauruan
NZ NZL New Zealand | New Zealander
NG NGA Nigeria | Nigerian
PK PAK Pakistan | Pakistani
PG PNG Papua New Guinea | Papua New Guinean
RW RWA Rwanda | Rwandan
KN KNA Saint Kitts and Nevis, Saint Christopher and Nevis | Kittitian, Nevisian
LC LCA Saint Lucia | Saint Lucian
VC VCT Saint Vincent and the Grenadines, Saint Vincent | Vincentian
WS WSM Samoa, Western Samoa | Samoan
SC SYC Seychelles | Seychellois
SL SLE Sierra Leone | Sierra Leonean
SG SGP Singapore | Singaporean
SB SLB Solomon Islands | Solomon Islander
ZA ZAF South Africa | South African
LK LKA Sri Lanka | Sri Lankan
TZ TZA Tanzania, United Republic of Tanzania, Tanzania United Republic of | Tanzanian
TG TGO Togo | Togolese
TO TON Tonga | Tongan
TT TTO Trinidad and Tobago, Trinidad | Trinidadian, Tobagonian
TV TUV Tuvalu | Tuvaluan
UG UGA Uganda | Ugandan
VU VUT Vanuatu | Vanuatuan, Ni-Vanuatu
ZM ZMB Zambia | Zambian
ZW ZWE Zimbabwe | Zimbabwean
- GBN British National Overseas, BNO, BN O
- GBD British Overseas Territories Citizen, BOTC, British Dependent Territories Citizen, BDTC
- GBO British Overseas Citizen, BOC
- GBS British Subject
AI AIA Anguilla | Anguillan
BM BMU Bermuda | Bermudian
VG VGB British Virgin Islands
KY CYM Cayman Islands | Caymanian
FK FLK Falkland Islands
GI GIB Gibraltar | Gibraltarian
MS MSR Montserrat | Montserratian
SH SHN Saint Helena
TC TCA Turks and Caicos Islands
`;

/** Ireland is neither foreign nor Commonwealth: section 4 of the 1983 Act names it beside. */
export const ireland = `
IE IRL Ireland, Republic of Ireland, Irish Republic, Eire | Irish
`;

export const treatyCountries = `
DK DNK Denmark | Danish, Dane
LU LUX Luxembourg | Luxembourger, Luxembourgish
PL POL Poland | Polish, Pole
PT PRT Portugal | Portuguese
ES ESP Spain | Spanish, Spaniard
`;

export const europeanCountries = `
AT AUT Austria | Austrian
BE BEL Belgium | Belgian
BG BGR Bulgaria | Bulgarian
HR HRV Croatia | Croatian
CZ CZE Czechia, Czech Republic | Czech
EE EST Estonia | Estonian
FI FIN Finland | Finnish, Finn
FR FRA France | French
DE DEU Germany, D | German
GR GRC Greece | Greek
HU HUN Hungary | Hungarian
IT ITA Italy | Italian
LV LVA Latvia | Latvian
LT LTU Lithuania | Lithuanian
NL NLD Netherlands, The Netherlands, Holland | Dutch
RO ROU Romania, ROM | Romanian
SK SVK Slovakia, Slovak Republic | Slovak, Slovakian
SI SVN Slovenia | Slovenian, Slovene
SE SWE Sweden | Swedish, Swede
`;

/** All others: no vote in England before becoming British. */
export const otherCountries = `
AF AFG Afghanistan | Afghan
AL ALB Albania | Albanian
DZ DZA Algeria | Algerian
AD AND Andorra | Andorran
AO AGO Angola | Angolan
AR ARG Argentina | Argentine, Argentinian
AM ARM Armenia | Armenian
AZ AZE Azerbaijan | Azerbaijani
BH BHR Bahrain | Bahraini
BY BLR Belarus | Belarusian
BJ BEN Benin | Beninese
BT BTN Bhutan | Bhutanese
BO BOL Bolivia, Bolivia Plurinational State of | Bolivian
BA BIH Bosnia and Herzegovina, Bosnia | Bosnian
BR BRA Brazil | Brazilian
BF BFA Burkina Faso | Burkinabe
BI BDI Burundi | Burundian
KH KHM Cambodia | Cambodian
CV CPV Cape Verde, Cabo Verde | Cape Verdean
CF CAF Central African Republic | Central African
TD TCD Chad | Chadian
CL CHL Chile | Chilean
CN CHN China, Peoples Republic of China | Chinese
CO COL Colombia | Colombian
KM COM Comoros | Comoran, Comorian
CG COG Congo, Republic of the Congo, Congo Brazzaville | Congolese
CD COD Democratic Republic of the Congo, Democratic Republic of Congo, DR Congo, DRC, Congo Democratic Republic of the, Congo Kinshasa
CR CRI Costa Rica | Costa Rican
CI CIV Ivory Coast, Cote dIvoire | Ivorian
CU CUB Cuba | Cuban
DJ DJI Djibouti | Djiboutian
DO DOM Dominican Republic
EC ECU Ecuador | Ecuadorian, Ecuadorean
EG EGY Egypt | Egyptian
SV SLV El Salvador | Salvadoran, Salvadorean
GQ GNQ Equatorial Guinea | Equatorial Guinean, Equatoguinean
ER ERI Eritrea | Eritrean
ET ETH Ethiopia | Ethiopian
GE GEO Georgia | Georgian
GT GTM Guatemala | Guatemalan
GN GIN Guinea | Guinean
GW GNB Guinea-Bissau | Bissau-Guinean
HT HTI Haiti | Haitian
HN HND Honduras | Honduran
IS ISL Iceland | Icelandic, Icelander
ID IDN Indonesia | Indonesian
IR IRN Iran, Islamic Republic of Iran, Iran Islamic Republic of | Iranian
IQ IRQ Iraq | Iraqi
IL ISR Israel | Israeli
JP JPN Japan | Japanese
JO JOR Jordan | Jordanian
KZ KAZ Kazakhstan | Kazakh, Kazakhstani
KP PRK North Korea, Korea Democratic Peoples Republic of | North Korean
KR KOR South Korea, Republic of Korea, Korea Republic of, Korea | South Korean, Korean
XK XKX Kosovo, RKS | Kosovan, Kosovar
KW KWT Kuwait | Kuwaiti
KG KGZ Kyrgyzstan | Kyrgyz, Kyrgyzstani
LA LAO Laos, Lao Peoples Democratic Republic | Laotian, Lao
LB LBN Lebanon | Lebanese
LR LBR Liberia | Liberian
LY LBY Libya | Libyan
LI LIE Liechtenstein | Liechtensteiner
MG MDG Madagascar | Malagasy, Madagascan
ML MLI Mali | Malian
MH MHL Marshall Islands | Marshallese
MR MRT Mauritania | Mauritanian
MX MEX Mexico | Mexican
FM FSM Micronesia | Micronesian
MD MDA Moldova, Republic of Moldova, Moldova Republic of | Moldovan
MC MCO Monaco | Monegasque
MN MNG Mongolia | Mongolian
ME MNE Montenegro | Montenegrin
MA MAR Morocco | Moroccan
MM MMR Myanmar, Burma | Burmese
NP NPL Nepal | Nepalese, Nepali
NI NIC Nicaragua | Nicaraguan
NE NER Niger | Nigerien
MK MKD North Macedonia, Macedonia | Macedonian, North Macedonian
NO NOR Norway | Norwegian
OM OMN Oman | Omani
PW PLW Palau | Palauan
PS PSE Palestine, State of Palestine, Palestinian Territories, Palestinian Authority | Palestinian
PA PAN Panama | Panamanian
PY PRY Paraguay | Paraguayan
PE PER Peru | Peruvian
PH PHL Philippines, The Philippines | Filipino, Filipina, Philippine
QA QAT Qatar | Qatari
RU RUS Russia, Russian Federation | Russian
SM SMR San Marino | Sammarinese
ST STP Sao Tome and Principe | Sao Tomean
SA SAU Saudi Arabia | Saudi, Saudi Arabian
SN SEN Senegal | Senegalese
RS SRB Serbia | Serbian, Serb
SO SOM Somalia | Somali, Somalian
SS SSD South Sudan | South Sudanese
SD SDN Sudan | Sudanese
SR SUR Suriname | Surinamese
CH CHE Switzerland | Swiss
SY SYR Syria, Syrian Arab Republic | Syrian
TW TWN Taiwan, Taiwan Province of China | Taiwanese
TJ TJK Tajikistan | Tajik, Tajikistani
TH THA Thailand | Thai
TL TLS East Timor, Timor-Leste | East Timorese, Timorese
TN TUN Tunisia | Tunisian
TR TUR Turkey, Turkiye | Turkish, Turk
TM TKM Turkmenistan | Turkmen
UA UKR Ukraine | Ukrainian
AE ARE United Arab Emirates, UAE | Emirati
US USA United States, United States of America, America, U S A | American
UY URY Uruguay | Uruguayan
UZ UZB Uzbekistan | Uzbek, Uzbekistani
VA VAT Vatican City, Holy See
VE VEN Venezuela, Venezuela Bolivarian Republic of | Venezuelan
VN VNM Vietnam, Viet Nam | Vietnamese
YE YEM Yemen | Yemeni
- XXA Stateless, Stateless Person
`;
