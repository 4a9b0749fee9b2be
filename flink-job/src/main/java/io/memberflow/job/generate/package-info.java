/**
 * An invented Chinese shop, for trials and load: the same plan always gives the same bytes.
 *
 * <ul>
 *   <li>Days sell unevenly ({@link io.memberflow.job.generate.SalesDays}): weekends, 618, Double 11
 *       and Double 12 are strong, the weeks around Spring Festival weak; evenings beat mornings.
 *   <li>Members buy unevenly ({@link io.memberflow.job.generate.Shoppers}): the most active share p
 *       of them places about p^(1/skew) of the orders; most join on some day and stop on another.
 *   <li>Orders live ({@link io.memberflow.job.generate.OrderLife}): most are paid and completed,
 *       some are never paid, cancelled, refunded in part or in full.
 *   <li>Events arrive late, twice and broken as often as the plan says.
 *   <li>Members fill in forms and are given tags ({@link io.memberflow.job.generate.MemberShop});
 *       they look, receive, review and complain ({@link io.memberflow.job.generate.BehaviourShop}).
 *   <li>If the plan says so, a cast joins the crowd ({@link io.memberflow.job.generate.Cast}), so
 *       that somebody has every value that the shipped rulebook can give.
 * </ul>
 */
package io.memberflow.job.generate;
