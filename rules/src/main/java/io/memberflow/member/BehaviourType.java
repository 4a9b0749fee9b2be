package io.memberflow.member;

/** What a member can do besides ordering. Never reorder: state holds the positions. */
public enum BehaviourType {
    VISIT,
    VIEW,
    CLICK,
    CART,
    REVIEW,
    COMPLAINT,
    RETURN,
    RECEIVE_MANUAL,
    RECEIVE_AUTO,
    CONTACT,
    RESPONSE
}
