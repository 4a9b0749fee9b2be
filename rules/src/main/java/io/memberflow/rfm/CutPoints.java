package io.memberflow.rfm;

import java.math.BigInteger;

/**
 * The measured population of one day: quintiles, exact means, and the distribution of amounts
 * (facts.md §5). Amounts are fen.
 *
 * @param id its date as yyyymmdd
 * @param forDate the epoch day it serves
 * @param members members with a counting order in their life
 * @param recency q20 q40 q60 q80 of recencyDays, by inclusive nearest rank
 * @param frequency the same of d365.orders
 * @param monetary the same of d365.amount
 * @param recencySum sum of recencyDays; divided by {@code members} it is the exact mean
 * @param frequencySum sum of d365.orders
 * @param monetarySum sum of d365.amount
 * @param amounts the distinct d365 amounts, ascending
 * @param atMost how many members have at most that amount, parallel to {@code amounts}
 */
public record CutPoints(
        long id,
        int forDate,
        long members,
        int[] recency,
        int[] frequency,
        long[] monetary,
        BigInteger recencySum,
        BigInteger frequencySum,
        BigInteger monetarySum,
        long[] amounts,
        long[] atMost) {}
