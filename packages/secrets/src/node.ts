// Everything named here is public and pinned by test/pins.test.ts.
export {};
