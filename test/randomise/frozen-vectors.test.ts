/**
 * The vectors never change under "pledge-1": each is held to the SHA-256 (of its RFC 8785 form) it had when it was published.
 * A draw that comes out otherwise is another algorithm and needs another version beside this one; only new vectors may
 * be added here, never a hash changed.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canonicalJson, sha256Hex } from '../../src/trial/canonical.ts';

const { draws, ...others }: { readonly draws: object } & Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL('vectors.golden.json', import.meta.url), 'utf8'),
);

const published = {
  algorithm: '5271ac0f7fc15b8486ca4eb25d5d8fbeb4f701da8be20036cb08dfa7fe4101cc',
  canonical: 'c7678d19eebae0fb0ce42f4a618720931e7b4428cd03837eb3e3c34a9d3c3887',
  seed: '4602db566c605e475171dc6f7ae9cafdcaa264b971d95e7c98df10c2a3a47ffc',
  commitment: '61a89590c9fa566a76eb5d02408bb606bb9eaa8eaa18d69d04e6e48273cc0077',
  beacon: 'e97c8eca992aefa17ea2c4966e978c072c5b61bd1f40396ba6734a05c95cc626',
  stream: '9565025f5f47dc8a8f0e260a3a468cba2228717ad68a57049e9164a99a0c2ce6',
  strata: '01e4abf64f4c43eba04fad5dbe756c957b7529d8a59423e3a732b11093ab735c',
  simple: '3c4a0de5ad45160a388c704776385998eef127ade47152d3b7027e449a7a2e50',
  'simple 2:1': '659f6597902fd06caf9b11603a0ec166b58eaa045dde18e170009369b4b4e446',
  'blocks of 27': '3e1e8c61cbd4272ca523ed1aa13909ded259a056c3b6aa7229b0f30a58fdae3d',
  'blocks of 3, 6, 9': '3f4065b4c2de9a4f2acad5ce1374940fa75c9fcc377a9f079c56d45ae4b0e819',
  'blocks of 27, one arm stopped': 'adda15f74f582df19173cf97ee7d919d0d8d58ad257d32ca7aabbf3c5b8426e4',
  'blocks with a beacon': '5f335848d17a72171a9031444aca555844f2c97aeec3b0cff069c7986994065f',
  complete: '27dacea3d8f797d2cebb425634ee01a6a0c6a2ed4871d13646656ae211d5c946',
  cohort: '495a1867587f8402761c2c5b4d0904291691e0508fa172871792c88154ad7ff6',
  'cohort 2:1': '9ca7aafb445ae195c4a8f26ab0d083367a110798d2fdad7fb8a7c33ff52043c0',
  'cohort of ceremonies': '4000c5050dc63713ba5fd1d9211c724d6f63dc0e395ae97b46c5686a68dbb5bb',
  'big stick, two arms': '9474fdcb3a05d4508a04d9482eb7996277e63c37f8a9707416c350178ae0fccc',
  'big stick, three arms': '6691299e974a292c88293d98fe2d56103a39f930e67402dea5acc0e5da990af0',
  'big stick, one arm stopped': 'de24732c818f6fac3763eadaa1d6b86cffb1aff4e2a97a572a8e7f40c3cc2b7b',
  'minimisation, range, stratified': 'c9175e58c098a2563a1909ab867d8af90ad45cd85e6ee496d0c0f1ef1ea5dd07',
  'minimisation, variance, two arms': 'c47ba505616c462295d0de173186864040e6889f4eef62ee1be3a049c15e4731',
  'minimisation 2:1': '72b70a12ca86b714b779f2aed3b39741912e16d794a4985a160c7d689b6ba27e',
  'minimisation 1:2:1, variance': '1b4d712cbe2fa399d645627e9155bc138c448e7be54d83640a9d74c587b48e58',
  'minimisation without a random share': '3306232945dbdfec83ddb0dbcdb843641bd0c6d94b00ac74203c027e1bd0db81',
  'minimisation, one arm stopped': 'cdea10b19705a7b12ce831de1b2b03ee1d40406b99c0da4c6b12e10d65cfdc3c',
  'rerandomised, two arms, a number': '7f329feb23076a963acd92bd0b70ad701ccd8b794ece3d85a61eeff68ddef9a7',
  'rerandomised, stratified, numbers and a category':
    '22692fa3eaf1de54c6f5c4177f1ec72dd41e52b60ff9a6579023a843072f7e20',
  'rerandomised 2:1': 'f9e31e4bfec0d92a4373c89916d9ac5c95420c6da406a27f7ff8144491ecb831',
  'rerandomised by standardised differences': '0a0bbf02aff7167e969dd26a130c961242f5857102c5fd73cc45724b85f0b57d',
  'rerandomised, criterion not met': '4a4aebc86807cc75badb299e66bf690c188d615a431d837dba2dc8bc4611dce7',
  'rerandomised, a constant and a collinear covariate':
    '598479b3c026d8273e7479de2088b16a40618a6aa6d25ee79d1065fa2d3aaa11',
  'rerandomised, one arm stopped': 'f4dc1b4c5237dd4dc2dd3a5b2c9aaf26e7f463ed8d9a7b8de8ff4a304612f735',
  'cohort of attendees': '8ee81263750c0cb803724d449a838f23c4745a7e6177247ca71c1feffe305466',
  'blocks of attendees': 'eb5135be6a87fd87fc1484788b8758f5cd04a14a0c3a510a47a3622c1c1d369f',
  'minimisation of attendees': '6688e906bd0eae040a98ba445bd37eb0bfcb34dce9e08e8bf56b0b1db8f77d0a',
  'rerandomised attendees': 'fbf1580272378a8965669322392232f34ce644d7468d8e816e8680dd0730de35',
};

test('every vector is the one that was published', () => {
  const now = Object.entries({ ...others, ...draws }).map(([name, vector]) => [name, sha256Hex(canonicalJson(vector))]);
  expect(Object.fromEntries(now)).toEqual(published);
});
