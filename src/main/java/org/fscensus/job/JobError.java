package org.fscensus.job;

/**
 * Why a job failed.
 *
 * @param message what went wrong, where and why
 * @param hint what the user can do about it
 */
public record JobError(String message, String hint) {}
