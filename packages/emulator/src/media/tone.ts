import type { FrameAt } from "./frame-at.ts";

/** Format of the tone below. */
export const TONE = {
  codec: "mp4a.40.2",
  sampleRate: 48_000,
  numberOfChannels: 2,
  samplesPerFrame: 1024,
  /** AudioSpecificConfig: AAC-LC, 48 kHz, stereo (ISO/IEC 14496-3 §1.6.2.1). */
  description: [0x11, 0x90],
} as const;

/**
 * A soft chord, made for this project: 32 AAC-LC frames (0.68 s) in base64. Its waves and its swell repeat exactly after
 * 32 frames, so that the frames can be played round and round without a seam.
 */
const FRAMES: readonly string[] = [
  "ILEVw3Vvhf/r/174qW1Wdb45uCnaMdGiN4VVqVowQ86DAzQqXrSipL0XJhGzWRtkrZK2Sqvv1xf8d/frWv+Hxxxf/H7661offmyjOrJqJ6j+U38sJ/L1TUSaXwFFx4/IsnE1EMgfrWozajfRRvorX9FCgfTn9R6Diii45YuA",
  "IKsVw3fO+pP/X/Ti88yt8baqZYpGMZ5oap6la1hbiSiggaCxUUWSlSndcV36ZNcfHH1jpppdpLCzGMxmYyffQB8ZgM+gD4zAe+gh8fAGfQBwbA9/ccA=",
  "IK4lw3etVL/28r6nVcNZdxBLpOGCMM/+NEX9DP/g+f9Mz8f1Kf0M/+NDb8xoFcK4bvHXeuP/X+dc3quFayruqEumuGCMZ6JprWLKJQlCKYvYw3snIcA=",
  "IJhG02RtlLZS2Uq/rji/+1/XWtf38fjzrX+u/x1rQuVwXA7+6f5U2H4MPwfy/lf+T+Ws+rRavWFnIkEgwSDBIMDBITzZ1es4EhIScnU2hq2AO6mTZs2DAwMoGN2Qrhuncvz/6/9dt9SXV7rNaglGEIwhaFk42VSvV355bEAuXpGiXm+luA==",
  "ILN1xXZXVP8feL1NSSXJLCTlHcYif+Gwn3hB/hsD3hAyGA99AHxmA99AHx8CzJcN0yur/fjjqThctctBLjzjmjmzZoP8fE/p9z5fE/pmP8f4PnA+WgnuHA==",
  "ILMVw3ZZP/n+fx41XTvjWVK1Qlz0RvCEP83cFW26ijTSOBCpDGS7w3pWqlkZtZK2RtkbZSs/HXHH/ivx1xf/bXxxrX9fHxxxY6kvQiIuJfxL1oYegZ5bKM0dd467x/ldF/LXvx1/EZKwICTNe73H8z+Y/n/Mrs1etBISEhJXgA==",
  "IK4Vw3eufMf/P+PvXjU1V3vd+ebEoRhhjGMap2KqKQVhGU01y2+NUUpRVrrikJXrJrX+defLhc4zUi6CSNc2bMYyfchkzAO+4Hw2B7+55P4nXxHKZI4=",
  "IRXND1cqobvzJWv/X/bzXfV3vjKu+eApL7RtghBNOeWyUqSwTI3RhwiXCq29nqhDyxDxhDwRDwVNZy0+Pev/+81l73a7ARShZw==",
  "IRXNfYu7Ibs3xJ/8/59ubteWm5dBSUIaMMY2vMuUSKpgAsApZCHkiLxiHwiZVcZyl5//vvXHNybiAFYjQE2MCg4=",
  "IRXN9/drQbuPnzJ/9/9OKvrj3vRzcYKUhGeDBOV5zt5p5pLJ16ooBMAC0EPREPBEXhVXGcri64rc31//xrTAAVOA",
  "IRXNE3N7Qbs0j/7f6Xc1PHWtrq92KU7xzzndW1apqKF04gTb8NAC0EPOEPBEXiETJrOSS+Ocf/8dy9XlhIAAcA==",
  "IRXN45ebAbueeq6/9/88U63cqtRM4FKRhG94ap4FCqqFSHYAXVVhKlIWAh4gh8oh4wi4ZnGTm4f/7ycuLTNAAOA=",
  "IRXIjAqKoAwUYky/+v+0RwmS4vdDjl5yUxzDsDpxhNWptodpEFNMrt1VDBdYteqAMB+rOM5cZd7z27q6tN0ONPg=",
  "IRXNhA1rAbu7h/9v9s1xua3w56TAl0+sL3vKdlakpWosyEVS4b7WEULAQ/QQ8FVcZyvvzx41MZqtV//2oA4=",
  "IRXMoizLIbtfPmX/6/+W5eairbuIJRhHDOc/XORJS1FtihrEkzZVInG6yEPkEPtEXCM4zXPneszilXVf/7peNDMj8jBmyQAABw==",
  "IRXNA/yrIbstWv/v/N+a4+eNTdS3WNDMkEAhm8QD0qe+ENF43ndCYlerMoGFYLzjNB1WQh+Qh4bHGctZ551urlVn/+3WtgOA",
  "IRXNPX4rAbsq5P/v+93LzV1nWKuCVIwy5oYNWrVRWtRWUDRC5chACdGuwEPBEPQEPBEPBVvWctTLNc1qp//PVQFQk4A=",
  "IRXOkL5qkbvtz5k/+/+/ennm9btIQShGE9Edc5zK1qqt0EhKV8QBVznUiL3CLxCN9s4zlxWqZdV//1V1bsAQAKHA",
  "IRXNW/iKsbvfVSf/P+0vvrJON9c6yUKS1xwQhO+wsWtKRKidBHg1lru4RqxD1lNZy043K51bXbOMDg==",
  "IRXNQJh7Abp3xV/+v8/HfV8+eeKzVQaGZBBHDNnADKShCMYxvdMVqoIhOK8RQAsBDwRD4RF5RD4xDxRErnWuu0t//93xu5dVACIkToHA",
  "IRXM8f+rEbpzxH/r/p8d6urpKmSWKUhHNCEJ3TmgsoQkgAmmWC+6xEPREXBEPhY4zmS6uZx3vqf/7cywQQAc",
  "IRXNQov68bt2k/9f+9+Gp31d0pz7ClP1heMaeil0VVUhKsCFIL2rIDVOteIeIIfSIeOyazjnq9ylP//s42rfAROA",
  "IRXPIZLasbvGcOv/L/Pt6v2bmtk1uxSMYYcEITmqvqx2rlJKIIhmD2zeYVYj8Qh8oh8Qi8gh8IheMvPrm9M//+S8d+czi6AAgpQm4A==",
  "IRXNO/9KYbvzJWv/X/e9wcVdXKYJS+0a4YxpsTWWqokUiIXQsra/BMjamEPPEfBEPCU1nLqqX66a//8VZWAIBRXg",
  "IRXNwWgq4bs3xL/+f8e3vd6lVx41rnjBKUI6MEIar2Mk6y2kEiMYTnXHEq1aOrtNXCHiEH1CHjKrjOufMMmW///c2AQ83A==",
  "ILAVw3cfPmT/7fj6nzxdc8eczWSCXGEZ4cMdklap7UklOttFsOEcedjhrk0JzsCXFd595rX48+1zzNXI1ZYT4kZjNtxdm8H+1wT84xTtIeUAF1xDyttXfeECMDg=",
  "ILAVw3Zon/2/zU7603bVUuhKl4YL3wX4KrJUSRVQUQEy0ipBLIxudZS2Stkq489caz+nt1xf5+3x1rX/FffrWh+79dwUpTKwhzPL8lqNgwMDGyU99mItI0qyrfLdoFBtQ+nMPpzD6cygPp9OdW19uE2olBGLiYvkYvkCHy40Dg==",
  "IK0Vw3c8+cv/7f7Vx44kQ3OKwShGEZz4+fIr5YMVK8e0UKaOwndOGisrzIFW64ru93PP/OL1q9SS5IsJIxGY/8fDZg7oIZPhsD3hB/hsDPCB8GAztAZqxw==",
  "IJsVw3f+M4j/7f559ua468Xd4vKaGbHGCDMgDDufWMc17zneq1bSSoog18S6tnXZoyqEimJcjxQ/JrX+L69su5a2quwD1FG2Mw9tdgAAMPGHtvAAZkv8RP6ZisTb9V/lc+fA",
  "IK4Vw3c2lf/b/HFSSr1jJrvpoZkBYcM3+OOp1zRvOd9l634YlEZUmgQTDOplqQ5CeRm0ErZS2StlK+/trWv6Z9+OL/6V+Ota9fp8da0NYqHjDD8hgQt6QLQuNPqaaZCQlkJCQYJCQZwkJCQnilW/hNvTlYgaKGjjxo48dfy4/IazdadeaOBISEhP",
  "ILEVw3a+fMf/b9/OvDg4d6rjfApCEMN9E+mtZZKSU9cIwiTTKtdrJTrSEJZG22RtkrZGtfHGtf659dcX3/X9fbqx9DnP4Lk6AOqGBD+Z/M/mP5/zNiOmf2ajpLTRjFQItY4/QfLWYD5RTISkSGNwtCJhFFs8+y7ZHg==",
  "ILIVw3VJV//f/R8c9eOuOb70lQUpghDNC9+3tskpLEo6xTImkSSoEEwjZrI2yVsjbKVP39uNf8d/HXF/9L+Ota/6Z9+uLH5d+Qt8nTUCBqNQ1VCEBfxip+b5fJXUf+0LkFKMmfA/kfyH8v5HyjgUbBgYGN8=",
];

/** The raw AAC frames of the tone, which goes on without end. */
export function toneFrames(): FrameAt {
  const frames = FRAMES.map((frame) => Buffer.from(frame, "base64"));
  return (index) => frames[(index + frames.length) % frames.length] ?? new Uint8Array();
}
