/**
 * What this browser keeps of a borough's own secrets, in IndexedDB, which never leaves the device: the linkage key and the keys of
 * local lists as CryptoKey objects that no script can read out again (non-extractable), and local lists encrypted under them.
 */
const databaseName = 'pledge-borough';
const version = 1;

/** Stores by name; each record has its key in `id`. */
const stores = ['keys', 'lists'] as const;
export type StoreName = (typeof stores)[number];

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, version);
    request.onupgradeneeded = () => {
      for (const name of stores) request.result.createObjectStore(name, { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab holds an older version of this store open'));
  });
}

/** Runs one transaction and waits until it is on the disk, or was refused as a whole. */
async function inStore<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export async function readRecord<T extends { readonly id: string }>(name: StoreName, id: string): Promise<T | null> {
  // Records of a store are written by one module only, which knows their shape.
  return ((await inStore(name, 'readonly', (store) => store.get(id))) as T | undefined) ?? null;
}

export async function readRecords<T extends { readonly id: string }>(name: StoreName): Promise<readonly T[]> {
  return (await inStore(name, 'readonly', (store) => store.getAll())) as readonly T[]; // as above
}

export async function writeRecord(name: StoreName, record: { readonly id: string }): Promise<void> {
  await inStore(name, 'readwrite', (store) => store.put(record));
}

export async function deleteRecord(name: StoreName, id: string): Promise<void> {
  await inStore(name, 'readwrite', (store) => store.delete(id));
}
